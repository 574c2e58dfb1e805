package io.baton.node.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Steps of 100 ms, on a clock that the test moves. */
class CheckpointCostTest {
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(100);

  private final CheckpointCost cost = new CheckpointCost();
  private long now = Long.MAX_VALUE - 5 * STEP;
  private int step;

  @Test
  void nothing_is_known_before_a_checkpoint_is_in_storage() {
    steps(10);
    cost.written(10);
    steps(5);

    assertThat(cost.seconds()).isEmpty();
  }

  @Test
  void checkpoint_that_does_not_disturb_costs_nothing() {
    checkpoint(0, 0);

    assertThat(cost.seconds()).contains(0.0);
  }

  @Test
  void cost_is_the_stand_still_and_what_the_upload_slows_training_down_by() {
    checkpoint(700, 20);

    // 700 ms, and four steps that take 20 ms longer each.
    assertThat(cost.seconds().orElseThrow()).isCloseTo(0.78, within(1e-9));
  }

  @Test
  void trainer_that_tells_of_its_checkpoint_late_is_measured_all_the_same() {
    steps(10);
    pass(700);
    steps(2);
    cost.written(10);
    cost.written(10);
    steps(1);
    cost.uploaded();
    steps(1);

    assertThat(cost.seconds().orElseThrow()).isCloseTo(0.7, within(1e-9));
  }

  @Test
  void newest_checkpoint_counts() {
    checkpoint(700, 20);
    checkpoint(300, 0);

    assertThat(cost.seconds().orElseThrow()).isCloseTo(0.3, within(1e-9));
  }

  @Test
  void time_for_other_things_than_steps_does_not_count() {
    steps(5);
    elsewhere(60_000);
    steps(5);
    cost.written(10);
    pass(200);
    elsewhere(30_000);
    steps(1);
    cost.uploaded();
    steps(1);

    assertThat(cost.seconds().orElseThrow()).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void checkpoints_that_overlap_share_the_cost() {
    steps(10);
    cost.written(10);
    pass(400);
    steps(2);
    cost.written(12);
    pass(400);
    steps(1);
    cost.uploaded();
    steps(1);

    assertThat(cost.seconds().orElseThrow()).isCloseTo(0.4, within(1e-9));
  }

  @Test
  void first_step_with_all_that_comes_before_it_is_no_measure() {
    cost.training(true, now);
    pass(100_000);
    checkpoint(700, 0);

    assertThat(cost.seconds().orElseThrow()).isCloseTo(0.7, within(1e-9));
  }

  private void checkpoint(long standStill, long slower) {
    steps(10);
    cost.written(step);
    pass(standStill);
    for (int i = 0; i < 3; i++) {
      pass(slower);
      steps(1);
    }
    cost.uploaded();
    pass(slower);
    steps(1);
  }

  private void elsewhere(long millis) {
    cost.training(false, now);
    pass(millis);
    cost.training(true, now);
  }

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void steps(int number) {
    for (int i = 0; i < number; i++) {
      now += STEP;
      step++;
      cost.done(step, now);
    }
  }
}
