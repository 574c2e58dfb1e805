package io.baton.api.dashboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void durations_have_their_two_largest_units() {
    assertThat(Figures.duration(Duration.ofSeconds(40))).isEqualTo("40 s");
    assertThat(Figures.duration(Duration.ofSeconds(65))).isEqualTo("1 min 5 s");
    assertThat(Figures.duration(Duration.ofHours(2))).isEqualTo("2 h");
    assertThat(Figures.duration(Duration.ofHours(25))).isEqualTo("1 d 1 h");
    assertThat(Figures.duration(Duration.ofSeconds(-1))).isEqualTo("0 s");
  }

  @Test
  void small_costs_keep_the_digits_that_tell_them_apart() {
    assertThat(Figures.cost(0)).isEqualTo("0");
    assertThat(Figures.cost(0.0098)).isEqualTo("0.0098");
    assertThat(Figures.cost(0.0000421)).isEqualTo("0.000042");
    assertThat(Figures.cost(12.345)).isEqualTo("12.35");
  }

  @Test
  void slow_trainings_are_told_in_seconds_a_step() {
    assertThat(Figures.speed(2)).isEqualTo("2.0 steps/s");
    assertThat(Figures.speed(0.5)).isEqualTo("2.0 s/step");
  }

  @Test
  void sizes_have_the_unit_that_fits() {
    assertThat(Figures.bytes(999)).isEqualTo("999 B");
    assertThat(Figures.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Figures.bytes(23L << 20)).isEqualTo("23 MiB");
  }
}
