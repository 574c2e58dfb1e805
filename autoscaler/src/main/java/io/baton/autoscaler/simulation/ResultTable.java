package io.baton.autoscaler.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** A comparison as Markdown. */
final class ResultTable {
  private final Comparison comparison;
  private final List<Rule> rules;
  private final StringBuilder text = new StringBuilder();

  private ResultTable(Comparison comparison) {
    this.comparison = comparison;
    this.rules = new ArrayList<>(comparison.outcomes().keySet());
  }

  static String of(Comparison comparison) {
    return new ResultTable(comparison).write();
  }

  private String write() {
    text.append("| |");
    rules.forEach(rule -> text.append(' ').append(rule.name()).append(" |"));
    text.append("\n| --- |").append(" ---: |".repeat(rules.size())).append('\n');
    row("jobs completed", Outcome::completed, ResultTable::count);
    row("jobs failed", Outcome::failed, ResultTable::count);
    row("wait for a node, median", Outcome::medianWait, Figures::time);
    row("wait for a node, p95", Outcome::p95Wait, Figures::time);
    row("submitted to completed, median", Outcome::medianCompletion, Figures::time);
    row("submitted to completed, p95", Outcome::p95Completion, Figures::time);
    row("first job submitted to last job ended", Outcome::lastEnd, Figures::time);
    row("most nodes at once", Outcome::mostNodes, ResultTable::count);
    row("node hours billed", Outcome::billedHours, Figures::rounded);
    for (Use use : Use.values()) {
      row("– " + use.text(), outcome -> outcome.hours().get(use), Figures::rounded);
    }
    row("node hours wasted (idle, lost, restarted)", Outcome::wastedHours, Figures::rounded);
    row("the same and starting", Outcome::overheadHours, Figures::rounded);
    row("cost", Outcome::cost, Figures::rounded);
    row("nodes that scale-ins removed", Outcome::removed, ResultTable::count);
    row("– with a job", Outcome::busyRemoved, ResultTable::count);
    row(
        "– with a job, while one without stayed",
        Outcome::busyRemovedWhileIdle,
        ResultTable::count);
    row("nodes replaced", Outcome::replaced, ResultTable::count);
    row("machines that vanished", Outcome::interruptions, ResultTable::count);
    bars();
    return text.toString();
  }

  private void row(String name, ToDoubleFunction<Outcome> figure, DoubleFunction<String> format) {
    text.append("| ").append(name).append(" |");
    for (Rule rule : rules) {
      Comparison.Spread spread = comparison.spread(rule, figure);
      String lowest = format.apply(spread.lowest());
      String highest = format.apply(spread.highest());
      text.append(' ').append(format.apply(spread.median()));
      if (!lowest.equals(highest)) {
        text.append(" (").append(lowest).append(" to ").append(highest).append(')');
      }
      text.append(" |");
    }
    text.append('\n');
  }

  private void bars() {
    if (!Bars.canBeJudged(comparison)) {
      return;
    }
    text.append("\n| Baton | figure | bar | |\n| --- | ---: | ---: | --- |\n");
    for (Bars.Bar bar : Bars.of(comparison)) {
      text.append(
          "| %s | %s | %s | %s |%n"
              .formatted(bar.text(), bar.figure(), bar.bar(), bar.met() ? "met" : "missed"));
    }
  }

  private static String count(double value) {
    return Figures.plain(value);
  }
}
