package io.baton.api.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.training.CheckpointSpacing.Measured;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointSpacingTest {

  @ParameterizedTest
  @CsvSource({
    // steps a second, seconds a checkpoint, hours held, interruptions, total steps -> steps apart
    // √(2 · 8 s · 3600 s) = 240 s; 38 hours and the imagined two make 40 by 40 interruptions
    "2, 8, 38, 39, 100000, 240",
    "1, 8, 38, 39, 100000, 240",
  })
  void interval_is_the_root_of_twice_cost_times_time_between_interruptions(
      double speed, long cost, long hours, int interruptions, int total, int seconds) {
    assertThat(CheckpointSpacing.steps(measured(speed, cost, hours, interruptions), total))
        .isEqualTo((int) (seconds * speed));
  }

  @Test
  void a_pool_of_which_nothing_is_known_is_taken_to_lose_a_node_every_two_hours() {
    Measured speedOnly = new Measured(Optional.of(1.0), Optional.empty(), Duration.ZERO, 0);

    // sqrt(2 · 10 s · 7200 s)
    assertThat(CheckpointSpacing.steps(speedOnly, 100_000)).isEqualTo(379);
  }

  @Test
  void safe_pool_and_dear_checkpoints_are_further_apart_but_never_half_an_hour() {
    assertThat(CheckpointSpacing.steps(measured(1, 60, 10_000, 0), 100_000)).isEqualTo(1800);
  }

  @Test
  void restless_pool_is_not_left_without_time_to_train() {
    assertThat(CheckpointSpacing.steps(measured(1, 1, 1, 3600), 100_000)).isEqualTo(10);
    // Not before the last one is in storage.
    assertThat(CheckpointSpacing.steps(measured(1, 100, 1, 3600), 100_000)).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "19, 1", "60, 3", "2000, 100", "10000, 500", "1000000, 500"})
  void a_job_without_figures_gets_a_twentieth_of_its_steps_and_at_most_500(int total, int steps) {
    assertThat(CheckpointSpacing.steps(Measured.NOTHING, total)).isEqualTo(steps);
  }

  @Test
  void interval_is_a_step_at_least_and_the_whole_job_at_most() {
    assertThat(CheckpointSpacing.steps(measured(1e-6, 8, 38, 39), 100)).isEqualTo(1);
    assertThat(CheckpointSpacing.steps(measured(1e6, 8, 38, 39), 100)).isEqualTo(100);
    assertThat(CheckpointSpacing.steps(measured(0, 8, 38, 39), 100)).isEqualTo(5);
  }

  private static Measured measured(double speed, long cost, long hours, int interruptions) {
    return new Measured(
        Optional.of(speed),
        Optional.of(Duration.ofSeconds(cost)),
        Duration.ofHours(hours),
        interruptions);
  }
}
