package io.baton.api.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a delivery is tried again. */
public final class RetrySchedule {
  /** The wait before each try, as Standard Webhooks propose. */
  static final List<Duration> WAITS =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  /** Waits are lengthened by up to this part, so that receivers are not hit by all at once. */
  static final double MAX_JITTER = 0.1;

  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

  private RetrySchedule() {}

  /**
   * The wait after a try that was no success; empty when it was the last.
   *
   * @param triesDone at least 1
   * @param retryAfter what the receiver asked for; honoured up to a day where it is longer
   * @param random from 0 to 1
   */
  public static Optional<Duration> waitAfter(
      int triesDone, Optional<Duration> retryAfter, double random) {
    if (triesDone >= WAITS.size()) {
      return Optional.empty();
    }
    Duration wait = WAITS.get(triesDone);
    Duration jitter = Duration.ofMillis((long) (wait.toMillis() * MAX_JITTER * random));
    Duration asked = retryAfter.orElse(Duration.ZERO);
    Duration bounded = asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    Duration ours = wait.plus(jitter);
    return Optional.of(bounded.compareTo(ours) > 0 ? bounded : ours);
  }
}
