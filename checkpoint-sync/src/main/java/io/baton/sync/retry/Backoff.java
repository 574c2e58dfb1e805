package io.baton.sync.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between tries: doubled each time up to a limit, and of that a random share
 * between a half and the whole, so that many nodes do not come back at the same moment.
 *
 * @param first before the second try
 * @param longest what the doubling stops at
 */
public record Backoff(Duration first, Duration longest) {
  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "backoff must be positive and growing, not from " + first + " to " + longest);
    }
  }

  public static Backoff standard() {
    return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15));
  }

  /**
   * @param failures how many tries have failed, at least 1
   */
  public Duration delay(int failures, RandomGenerator random) {
    long doubled = first.toMillis() << Math.min(failures - 1, 30);
    long whole = Math.min(Math.max(doubled, first.toMillis()), longest.toMillis());
    return Duration.ofMillis(whole - (long) (random.nextDouble() * whole / 2));
  }
}
