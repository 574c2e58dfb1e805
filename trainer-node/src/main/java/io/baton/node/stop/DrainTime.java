package io.baton.node.stop;

import java.time.Duration;
import java.util.Optional;

/** How long a drain may take. */
public final class DrainTime {
  /** What is kept of the time that is left, for the call that gives the job back. */
  private static final Duration LAST_CALL = Duration.ofSeconds(2);

  /** A notice may come hours ahead; a trainer that does not stop is not given as long. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private DrainTime() {}

  /**
   * Of the time until the machine is gone, all but the last call's.
   *
   * @param left until the machine is gone; empty where that is not known
   * @param usual how long a drain may take then
   */
  public static Duration of(Optional<Duration> left, Duration usual) {
    return left.map(time -> shorter(LONGEST, time.minus(shorter(LAST_CALL, time.dividedBy(4)))))
        .orElse(usual);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
