package io.baton.autoscaler.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * One scenario under several rules, with the same seeds for all.
 *
 * @param outcomes by rule, one for each seed, in the order of the seeds
 */
public record Comparison(Scenario scenario, Map<Rule, List<Outcome>> outcomes) {
  public Comparison {
    outcomes = new LinkedHashMap<>(outcomes);
  }

  @Override
  public Map<Rule, List<Outcome>> outcomes() {
    return new LinkedHashMap<>(outcomes);
  }

  /**
   * Runs all of it.
   *
   * @param progress is told of each outcome
   */
  public static Comparison of(
      Scenario scenario, List<Rule> rules, int seeds, Consumer<Outcome> progress) {
    Map<Rule, List<Outcome>> outcomes = new LinkedHashMap<>();
    for (Rule rule : rules) {
      List<Outcome> runs = new ArrayList<>();
      for (int seed = 1; seed <= seeds; seed++) {
        Outcome outcome = Simulation.run(scenario, rule, seed);
        progress.accept(outcome);
        runs.add(outcome);
      }
      outcomes.put(rule, runs);
    }
    return new Comparison(scenario, outcomes);
  }

  public List<Outcome> of(Rule rule) {
    return List.copyOf(outcomes.get(rule));
  }

  /** A figure of Baton's as a multiple of the simple rule's, seed by seed. */
  public Spread ratio(ToDoubleFunction<Outcome> figure) {
    List<Outcome> ours = outcomes.get(new Rule.Baton());
    List<Outcome> simple = outcomes.get(Rule.PendingPlusRunning.EVERY_5_MINUTES);
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(simple.get(i));
    }
    return Spread.of(ratios);
  }

  /** A figure of a rule over the seeds. */
  public Spread spread(Rule rule, ToDoubleFunction<Outcome> figure) {
    return Spread.of(outcomes.get(rule).stream().mapToDouble(figure).toArray());
  }

  /** The least, the middle and the most of some values. */
  public record Spread(double lowest, double median, double highest) {
    static Spread of(double[] values) {
      double[] sorted = Figures.sorted(values);
      return new Spread(sorted[0], Figures.quantile(sorted, 0.5), sorted[sorted.length - 1]);
    }
  }
}
