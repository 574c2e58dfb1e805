package io.baton.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The figures of docs/scaling.md, with fewer seeds. When jobs of a day complete depends so much on
 * chance that only the command, with its ten seeds, judges it.
 */
class ScalingPromisesTest {
  private static final int SEEDS = 3;
  private static final List<Rule> RULES =
      List.of(new Rule.Baton(), Rule.PendingPlusRunning.EVERY_5_MINUTES);

  @Test
  void a_thousand_jobs_at_once_complete_no_later_and_with_less_waste() {
    Comparison comparison = compare(Scenarios.batch());

    assertThat(comparison.ratio(Outcome::wastedHours).median()).isLessThanOrEqualTo(0.6);
    assertThat(comparison.ratio(Outcome::medianCompletion).median()).isLessThanOrEqualTo(1);
  }

  @Test
  void a_thousand_jobs_over_a_day_complete_with_less_waste() {
    Comparison comparison = compare(Scenarios.day());

    assertThat(comparison.ratio(Outcome::wastedHours).median()).isLessThanOrEqualTo(0.6);
  }

  private static Comparison compare(Scenario scenario) {
    Comparison comparison = Comparison.of(scenario, RULES, SEEDS, outcome -> {});
    for (Outcome outcome : comparison.of(new Rule.Baton())) {
      assertThat(outcome.completed()).isEqualTo(1000);
      assertThat(outcome.busyRemovedWhileIdle()).isZero();
    }
    return comparison;
  }
}
