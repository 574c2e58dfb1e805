package io.baton.sync.retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The moment by which something must be done, or given up. */
public record Deadline(Instant at, Clock clock) {
  public static Deadline after(Duration time, Clock clock) {
    return new Deadline(clock.instant().plus(time), clock);
  }

  public static Deadline after(Duration time) {
    return after(time, Clock.systemUTC());
  }

  /** What is left; zero once it has passed. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  public boolean passed() {
    return remaining().isZero();
  }
}
