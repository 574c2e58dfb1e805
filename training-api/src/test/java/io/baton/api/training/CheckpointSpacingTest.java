package io.baton.api.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.api.training.CheckpointSpacing.Measured;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointSpacingTest {

  /** Daly's own figures, for a checkpoint that costs five minutes. */
  @ParameterizedTest
  @CsvSource({"1440, 117", "360, 57", "15, 9.1"})
  void interval_is_dalys_optimum(double minutesBetweenInterruptions, double minutes) {
    assertThat(CheckpointSpacing.optimum(5, minutesBetweenInterruptions))
        .isCloseTo(minutes, within(minutes < 10 ? 0.05 : 0.5));
  }

  @ParameterizedTest
  @CsvSource({"10, 5", "30, 15", "1000, 1"})
  void interval_is_the_time_between_interruptions_where_a_checkpoint_costs_twice_that(
      double cost, double meanTime) {
    assertThat(CheckpointSpacing.optimum(cost, meanTime)).isEqualTo(meanTime);
  }

  @Test
  void checkpoints_that_cost_nothing_may_be_as_close_as_can_be() {
    assertThat(CheckpointSpacing.optimum(0, 3600)).isZero();
    assertThat(CheckpointSpacing.steps(measured(1, 0, 38, 39), 100_000)).isEqualTo(10);
  }

  @Test
  void interval_in_steps_goes_by_the_speed() {
    // 8 s and, of 38 hours and the imagined two by 40 interruptions, one an hour: 234.7 s
    assertThat(CheckpointSpacing.steps(measured(1, 8, 38, 39), 100_000)).isEqualTo(235);
    assertThat(CheckpointSpacing.steps(measured(2, 8, 38, 39), 100_000)).isEqualTo(469);
  }

  @Test
  void checkpoint_is_not_written_before_the_last_one_is_in_storage() {
    Measured slowUpload =
        new Measured(
            Optional.of(1.0),
            Optional.of(Duration.ofMillis(100)),
            Optional.of(Duration.ofSeconds(90)),
            Duration.ofHours(38),
            39);

    assertThat(CheckpointSpacing.steps(slowUpload, 100_000)).isEqualTo(90);
  }

  @Test
  void a_pool_of_which_nothing_is_known_is_taken_to_lose_a_node_every_two_hours() {
    Measured speedOnly =
        new Measured(Optional.of(1.0), Optional.empty(), Optional.empty(), Duration.ZERO, 0);

    // 10 s and one interruption in 7200 s
    assertThat(CheckpointSpacing.steps(speedOnly, 100_000)).isEqualTo(373);
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
        Optional.of(Duration.ofSeconds(cost)),
        Duration.ofHours(hours),
        interruptions);
  }
}
