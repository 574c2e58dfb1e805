package io.baton.autoscaler.local;

import java.time.Duration;
import java.time.Instant;

/**
 * Delays starts after nodes that ended right after theirs: a node that cannot run at all must not
 * be started every second.
 */
final class StartBackoff {
  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration delay = Duration.ZERO;
  private Instant notBefore = Instant.MIN;

  void ended(Instant startedAt, Instant endedAt) {
    if (Duration.between(startedAt, endedAt).compareTo(QUICK) >= 0) {
      delay = Duration.ZERO;
      return;
    }
    Duration doubled = delay.isZero() ? FIRST : delay.multipliedBy(2);
    delay = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    notBefore = endedAt.plus(delay);
  }

  boolean mayStart(Instant now) {
    return !now.isBefore(notBefore);
  }
}
