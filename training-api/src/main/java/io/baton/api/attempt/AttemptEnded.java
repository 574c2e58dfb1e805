package io.baton.api.attempt;

import io.baton.protocol.job.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Fired in the transaction that ended an attempt; observe it after success.
 *
 * @param cost absent where its price is not known
 * @param recovery from the interruption before it to its first step, where that is known only now
 */
public record AttemptEnded(
    AttemptOutcome outcome, int stepsLost, Optional<Double> cost, Optional<Duration> recovery) {
  private static final double SECONDS_PER_HOUR = 3600;

  static AttemptEnded of(AttemptEntity attempt, Optional<Duration> recovery) {
    double hours = seconds(attempt.startedAt, attempt.endedAt) / SECONDS_PER_HOUR;
    return new AttemptEnded(
        attempt.outcome,
        attempt.stepsLost,
        Optional.ofNullable(attempt.pricePerHour).map(price -> price * hours),
        recovery);
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis()) / 1000.0;
  }
}
