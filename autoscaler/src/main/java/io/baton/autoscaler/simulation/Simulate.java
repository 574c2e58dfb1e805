package io.baton.autoscaler.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;

/** The command {@code autoscaler/bin/simulate}. */
public final class Simulate {
  private static final int BAD_USAGE = 64;
  private static final int CANNOT_WRITE = 73;

  private Simulate() {}

  public static void main(String[] arguments) {
    // A simulated pool has nothing to log: a month of it would be a million lines.
    LogManager.getLogManager().reset();
    System.exit(run(arguments, System.out, System.err));
  }

  /** Ends with 1 where a promise is not kept. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (List.of(arguments).contains("--help")) {
      out.print(SimulationOptions.USAGE);
      return 0;
    }
    if (arguments.length == 1 && arguments[0].equals("tick")) {
      TickCost.measure(out);
      return 0;
    }
    try {
      SimulationOptions options = new SimulationOptions(arguments);
      boolean kept = true;
      for (Scenario scenario : options.scenarios()) {
        kept &= run(options, scenario, out, err);
      }
      return kept ? 0 : 1;
    } catch (IllegalArgumentException e) {
      err.println("simulate: " + e.getMessage());
      return BAD_USAGE;
    } catch (IOException e) {
      err.println("simulate: cannot write the results: " + e.getMessage());
      return CANNOT_WRITE;
    }
  }

  private static boolean run(
      SimulationOptions options, Scenario scenario, PrintStream out, PrintStream err)
      throws IOException {
    Comparison comparison =
        Comparison.of(
            scenario,
            options.rules(scenario),
            options.seeds(),
            outcome ->
                err.printf(
                    "%s, %s, seed %d: %,d of %,d jobs, %s node hours wasted%n",
                    scenario.name(),
                    outcome.rule(),
                    outcome.seed(),
                    outcome.completed(),
                    scenario.jobs(),
                    Figures.rounded(outcome.wastedHours())));
    String text =
        "%s%n%n%s"
            .formatted(ScenarioText.of(scenario, options.seeds()), ResultTable.of(comparison));
    out.println(text);
    if (options.images().isPresent()) {
      draw(options.images().get(), comparison);
    }
    if (options.page().isPresent()) {
      new Page(options.page().get()).write(scenario.name(), text);
    }
    return !Bars.canBeJudged(comparison) || Bars.of(comparison).stream().allMatch(Bars.Bar::met);
  }

  private static void draw(Path directory, Comparison comparison) throws IOException {
    Files.createDirectories(directory);
    Scenario scenario = comparison.scenario();
    Files.writeString(
        directory.resolve("scaling-" + scenario.name() + ".svg"),
        Chart.of(
            "%s: %,d jobs %s, on 0 to %,d nodes, seed 1"
                .formatted(
                    scenario.name(),
                    scenario.jobs(),
                    scenario.arrivals().text(),
                    scenario.policy().maxReplicas()),
            comparison.outcomes().values().stream().limit(3).map(runs -> runs.get(0)).toList()));
  }
}
