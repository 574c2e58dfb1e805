package io.baton.api.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownSamplingTest {

  @Test
  void few_points_stay_as_they_are() {
    Points points = points(4.0, 2.0, 3.0, 1.0);
    assertThat(DownSampling.of(points, 4).values()).containsExactly(4.0, 2.0, 3.0, 1.0);
    assertThat(DownSampling.of(new Points(), 4).values()).isEmpty();
  }

  @Test
  void a_peak_and_a_dip_of_one_point_each_are_seen() {
    Points points = new Points();
    for (int step = 1; step <= 10_000; step++) {
      points.add(step, step == 4321 ? 100 : step == 8765 ? -100 : Math.sin(step / 500.0));
    }
    Points shown = DownSampling.of(points, 50);
    assertThat(shown.values()).contains(100.0, -100.0);
    assertThat(shown.steps()).contains(4321, 8765).startsWith(1).endsWith(10_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7, 99, 100, 101, 499})
  void at_most_as_many_as_wanted_come_in_order_with_the_extremes_and_both_ends(int wanted) {
    Random random = new Random(wanted);
    for (int size = wanted + 1; size < wanted + 60; size++) {
      Points points = new Points();
      for (int step = 1; step <= size; step++) {
        points.add(3 * step, random.nextInt(10));
      }
      Points shown = DownSampling.of(points, wanted);
      assertThat(shown.size()).isBetween(3, wanted);
      assertThat(shown.steps()).isSorted().doesNotHaveDuplicates().startsWith(3).endsWith(3 * size);
      List<Double> all = points.values();
      assertThat(Collections.max(shown.values())).isEqualTo(Collections.max(all));
      assertThat(Collections.min(shown.values())).isEqualTo(Collections.min(all));
      for (int i = 0; i < shown.size(); i++) {
        assertThat(shown.values().get(i)).isEqualTo(all.get(shown.steps().get(i) / 3 - 1));
      }
    }
  }

  @Test
  void a_series_that_does_not_change_keeps_one_point_of_each_stretch() {
    Points points = new Points();
    for (int step = 1; step <= 1000; step++) {
      points.add(step, 7);
    }
    assertThat(DownSampling.of(points, 100).size()).isEqualTo(2 + 49);
  }

  @Test
  void fewer_than_a_beginning_an_end_and_what_is_between_cannot_be_asked_for() {
    assertThatThrownBy(() -> DownSampling.of(points(1.0), 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Points points(double... values) {
    Points points = new Points();
    for (int i = 0; i < values.length; i++) {
      points.add(i + 1, values[i]);
    }
    return points;
  }
}
