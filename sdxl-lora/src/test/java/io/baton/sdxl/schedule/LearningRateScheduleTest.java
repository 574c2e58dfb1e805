package io.baton.sdxl.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Values that diffusers' schedulers give for 3 warm-up steps of 10. */
class LearningRateScheduleTest {

  @Test
  void linear_falls_to_zero() {
    assertMultipliers(
        of(ScheduleKind.LINEAR),
        0,
        .333333,
        .666667,
        1,
        .857143,
        .714286,
        .571429,
        .428571,
        .285714,
        .142857,
        0,
        0);
  }

  @Test
  void cosine_falls_to_zero_and_rises_past_the_end() {
    assertMultipliers(
        of(ScheduleKind.COSINE),
        0,
        .333333,
        .666667,
        1,
        .950484,
        .811745,
        .61126,
        .38874,
        .188255,
        .049516,
        0,
        .049516);
  }

  @Test
  void cosine_with_restarts_starts_again() {
    assertMultipliers(
        new LearningRateSchedule(ScheduleKind.COSINE_WITH_RESTARTS, 1, 3, 10, 2, 1),
        0,
        .333333,
        .666667,
        1,
        .811745,
        .38874,
        .049516,
        .950484,
        .61126,
        .188255,
        0,
        0);
  }

  @Test
  void polynomial_falls_with_its_power() {
    assertMultipliers(
        new LearningRateSchedule(ScheduleKind.POLYNOMIAL, 1, 3, 10, 1, 2),
        0,
        .333333,
        .666667,
        1,
        .734694,
        .510204,
        .326531,
        .183674,
        .081633,
        .020408,
        0,
        0);
  }

  @Test
  void constant_ignores_the_warmup() {
    assertMultipliers(of(ScheduleKind.CONSTANT), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void constant_with_warmup_rises_and_stays() {
    assertMultipliers(
        of(ScheduleKind.CONSTANT_WITH_WARMUP), 0, .333333, .666667, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void polynomial_starts_at_the_learning_rate_and_ends_at_a_ten_millionth() {
    LearningRateSchedule schedule =
        new LearningRateSchedule(ScheduleKind.POLYNOMIAL, 1e-4, 0, 10, 1, 1);
    assertThat(schedule.rateAfter(0)).isCloseTo(1e-4, within(1e-12));
    assertThat(schedule.rateAfter(11)).isCloseTo(1e-7, within(1e-12));
  }

  @Test
  void every_kind_has_the_name_that_diffusers_gives_it() {
    for (String name :
        new String[] {
          "linear",
          "cosine",
          "cosine_with_restarts",
          "polynomial",
          "constant",
          "constant_with_warmup"
        }) {
      assertThat(ScheduleKind.ofOption(name).orElseThrow().optionValue()).isEqualTo(name);
    }
    assertThat(ScheduleKind.ofOption("exponential")).isEmpty();
  }

  private static LearningRateSchedule of(ScheduleKind kind) {
    return new LearningRateSchedule(kind, 1, 3, 10, 1, 1);
  }

  private static void assertMultipliers(LearningRateSchedule schedule, double... expected) {
    for (int done = 0; done < expected.length; done++) {
      assertThat(schedule.multiplierAfter(done))
          .as("after %d steps", done)
          .isCloseTo(expected[done], within(1e-6));
    }
  }
}
