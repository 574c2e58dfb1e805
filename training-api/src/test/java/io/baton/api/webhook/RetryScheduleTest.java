package io.baton.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

  @ParameterizedTest
  @CsvSource({
    "1, PT5S",
    "2, PT5M",
    "3, PT30M",
    "4, PT2H",
    "5, PT5H",
    "6, PT10H",
    "7, PT14H",
    "8, PT20H",
    "9, PT24H"
  })
  void waits_grow_as_standard_webhooks_propose(int triesDone, Duration wait) {
    assertThat(RetrySchedule.waitAfter(triesDone, Optional.empty(), 0)).contains(wait);
  }

  @Test
  void tenth_try_is_the_last() {
    assertThat(RetrySchedule.waitAfter(10, Optional.empty(), 0)).isEmpty();
    assertThat(RetrySchedule.waitAfter(10, Optional.of(Duration.ofSeconds(1)), 0)).isEmpty();
  }

  @Test
  void jitter_lengthens_a_wait_by_a_tenth_at_most() {
    assertThat(RetrySchedule.waitAfter(2, Optional.empty(), 1)).contains(Duration.ofSeconds(330));
  }

  @Test
  void a_longer_retry_after_is_honoured_up_to_a_day() {
    assertThat(RetrySchedule.waitAfter(1, Optional.of(Duration.ofMinutes(1)), 0))
        .contains(Duration.ofMinutes(1));
    assertThat(RetrySchedule.waitAfter(1, Optional.of(Duration.ofSeconds(2)), 0))
        .contains(Duration.ofSeconds(5));
    assertThat(RetrySchedule.waitAfter(1, Optional.of(Duration.ofDays(400)), 0))
        .contains(Duration.ofDays(1));
  }
}
