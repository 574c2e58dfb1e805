package io.baton.api.webhook;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one try.
 *
 * @param httpStatus absent when there was no answer
 * @param problem why it is no success; absent when it is one
 * @param retryAfter how long the receiver asked to wait
 */
public record TryResult(
    Optional<Integer> httpStatus, Optional<String> problem, Optional<Duration> retryAfter) {
  private static final int GONE = 410;

  static TryResult answered(int status, Optional<Duration> retryAfter) {
    if (status / 100 == 2) {
      return new TryResult(Optional.of(status), Optional.empty(), Optional.empty());
    }
    String problem =
        status / 100 == 3
            ? "the receiver answered HTTP " + status + ", and redirects are not followed"
            : "the receiver answered HTTP " + status;
    return new TryResult(Optional.of(status), Optional.of(problem), retryAfter);
  }

  static TryResult unanswered(String problem) {
    return new TryResult(Optional.empty(), Optional.of(problem), Optional.empty());
  }

  public boolean success() {
    return problem.isEmpty();
  }

  /** Whether the receiver never wants to hear of it again. */
  public boolean gone() {
    return httpStatus.isPresent() && httpStatus.get() == GONE;
  }
}
