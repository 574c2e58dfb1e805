package io.baton.node.stop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainTimeTest {
  private static final Duration USUAL = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({"120, 118", "30, 28", "8, 6", "4, 3", "0, 0", "3600, 600"})
  void drain_takes_the_time_that_is_left_but_for_the_last_call(long left, long time) {
    assertThat(DrainTime.of(Optional.of(Duration.ofSeconds(left)), USUAL))
        .isEqualTo(Duration.ofSeconds(time));
  }

  @Test
  void drain_takes_its_usual_time_where_none_is_told() {
    assertThat(DrainTime.of(Optional.empty(), USUAL)).isEqualTo(USUAL);
  }
}
