package io.baton.cli.policy;

import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PolicySimulation.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** What two policies lead to, beside each other. */
final class SimulationTable {
  private SimulationTable() {}

  static Table of(PolicySimulation simulation) {
    Table table =
        new Table(
            Words.count(simulation.jobs(), "JOB").toUpperCase(Locale.ROOT)
                + " OF "
                + Words.of(Duration.between(simulation.since(), simulation.until())),
            "AS IT IS",
            "CHANGED");
    row(table, simulation, "jobs done", each -> Integer.toString(each.completed()));
    row(table, simulation, "jobs left at the end", each -> Integer.toString(each.unfinished()));
    row(table, simulation, "wait for a node, median", each -> time(each.medianWaitSeconds()));
    row(table, simulation, "wait for a node, 95 of 100", each -> time(each.p95WaitSeconds()));
    row(table, simulation, "node hours", each -> number(each.nodeHours()));
    row(table, simulation, "cost", each -> each.cost().map(Words::money).orElse("no price"));
    row(table, simulation, "idle", each -> number(100 * each.idleShare()) + " %");
    row(table, simulation, "most nodes at once", each -> Integer.toString(each.mostNodes()));
    return table;
  }

  private static void row(
      Table table, PolicySimulation simulation, String name, Function<Outcome, String> figure) {
    table.row(name, figure.apply(simulation.present()), figure.apply(simulation.proposed()));
  }

  private static String time(double seconds) {
    return Words.of(Duration.ofMillis(Math.round(1000 * seconds)));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }
}
