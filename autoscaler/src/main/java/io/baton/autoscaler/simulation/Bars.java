package io.baton.autoscaler.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What Baton promises of a scenario, and whether it is kept. */
public final class Bars {
  /** Wasted node time, as a multiple of the simple rule's. */
  static final double MOST_WASTE = 0.6;

  private Bars() {}

  /**
   * A promise.
   *
   * @param text what is promised
   * @param figure what came out
   * @param bar what it has to be
   */
  public record Bar(String text, String figure, String bar, boolean met) {}

  /** Whether both rules that the promises speak of were run. */
  static boolean canBeJudged(Comparison comparison) {
    return comparison
        .outcomes()
        .keySet()
        .containsAll(List.of(new Rule.Baton(), Rule.PendingPlusRunning.EVERY_5_MINUTES));
  }

  public static List<Bar> of(Comparison comparison) {
    List<Bar> bars = new ArrayList<>();
    Rule baton = new Rule.Baton();
    int jobs = comparison.scenario().jobs();
    int fewest = (int) comparison.spread(baton, Outcome::completed).lowest();
    bars.add(
        new Bar(
            "jobs completed, in the worst run",
            "%,d of %,d".formatted(fewest, jobs),
            "all",
            fewest == jobs));
    Comparison.Spread waste = comparison.ratio(Outcome::wastedHours);
    bars.add(
        new Bar(
            "wasted node time as a multiple of the simple rule's, median (lowest to highest)",
            spread(waste),
            "≤ " + MOST_WASTE,
            waste.median() <= MOST_WASTE));
    Comparison.Spread completion = comparison.ratio(Outcome::medianCompletion);
    bars.add(
        new Bar(
            "median completion as a multiple of the simple rule's, median (lowest to highest)",
            spread(completion),
            "≤ 1",
            completion.median() <= 1));
    int busy = (int) comparison.spread(baton, Outcome::busyRemovedWhileIdle).highest();
    bars.add(
        new Bar(
            "nodes with a job that a scale-in chose while one without stayed, most in a run",
            Integer.toString(busy),
            "0",
            busy == 0));
    return bars;
  }

  private static String spread(Comparison.Spread values) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f to %.2f)", values.median(), values.lowest(), values.highest());
  }
}
