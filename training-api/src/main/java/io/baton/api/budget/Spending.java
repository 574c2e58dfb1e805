package io.baton.api.budget;

import java.time.Duration;
import java.util.Optional;

/**
 * What attempts used.
 *
 * @param seconds that nodes held the job
 * @param cost in the currency of the pools' prices; time without a price counts nothing
 * @param unpricedSeconds how much of the time had no price
 */
public record Spending(double seconds, double cost, double unpricedSeconds) {
  public static final Spending NONE = new Spending(0, 0, 0);

  private static final double SECONDS_AN_HOUR = 3600;

  /** Of one attempt. */
  public static Spending of(Duration held, Optional<Double> pricePerHour) {
    double seconds = Math.max(0, held.toNanos() / 1e9);
    return pricePerHour
        .map(price -> new Spending(seconds, seconds * price / SECONDS_AN_HOUR, 0))
        .orElseGet(() -> new Spending(seconds, 0, seconds));
  }

  public Spending plus(Spending other) {
    return new Spending(
        seconds + other.seconds, cost + other.cost, unpricedSeconds + other.unpricedSeconds);
  }
}
