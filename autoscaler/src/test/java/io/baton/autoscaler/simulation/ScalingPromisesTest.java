package io.baton.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures of docs/scaling.md, with fewer seeds. */
class ScalingPromisesTest {
  private static final int SEEDS = 3;
  private static final List<Rule> RULES =
      List.of(new Rule.Baton(), Rule.PendingPlusRunning.EVERY_5_MINUTES);

  @ParameterizedTest
  @ValueSource(strings = {"batch", "day"})
  void a_thousand_jobs_complete_with_little_waste_and_no_busy_node_removed(String scenario) {
    Comparison comparison =
        Comparison.of(Scenarios.named(scenario).orElseThrow(), RULES, SEEDS, outcome -> {});

    for (Outcome outcome : comparison.of(new Rule.Baton())) {
      assertThat(outcome.completed()).isEqualTo(1000);
      assertThat(outcome.busyRemovedWhileIdle()).isZero();
    }
    assertThat(comparison.ratio(Outcome::wastedHours).median()).isLessThanOrEqualTo(0.6);
    assertThat(comparison.ratio(Outcome::medianCompletion).median()).isLessThanOrEqualTo(1);
  }
}
