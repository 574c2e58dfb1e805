package io.baton.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

  @Test
  void seconds_and_dates_are_understood() {
    assertThat(RetryAfter.parse("120", NOW)).contains(Duration.ofSeconds(120));
    assertThat(RetryAfter.parse(" 5 ", NOW)).contains(Duration.ofSeconds(5));
    assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:49:37 GMT", NOW))
        .contains(Duration.ofSeconds(37));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-5",
        "1.5",
        "soon",
        "99999999999999999999",
        "Sun, 06 Nov 1994 08:48:37 GMT",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 99 Nov 1994 08:49:37 GMT"
      })
  void what_cannot_be_followed_is_left_out(String header) {
    assertThat(RetryAfter.parse(header, NOW)).isEmpty();
  }
}
