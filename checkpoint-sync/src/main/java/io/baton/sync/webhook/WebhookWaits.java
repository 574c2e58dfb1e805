package io.baton.sync.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * When a delivery is tried again: after 1 s, 2 s, 4 s and so on up to 5 min, each up to a tenth
 * later; later than that where the receiver asks for it, up to an hour.
 */
final class WebhookWaits {
  private static final long FIRST_MILLIS = 1000;
  private static final long LONGEST_MILLIS = 300_000;
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private WebhookWaits() {}

  /**
   * The wait before the next try.
   *
   * @param failures how many tries of this event have failed, at least 1
   * @param retryAfter the header of the last answer
   */
  static Duration next(
      int failures, Optional<String> retryAfter, Instant now, RandomGenerator random) {
    long plain = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 20));
    Duration own = Duration.ofMillis(plain + (long) (random.nextDouble() * plain / 10));
    return retryAfter
        .flatMap(text -> asked(text.strip(), now))
        .filter(asked -> asked.compareTo(own) > 0)
        .map(asked -> asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked)
        .orElse(own);
  }

  private static Optional<Duration> asked(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, then));
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }
}
