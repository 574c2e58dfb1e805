package io.baton.autoscaler.simulation;

import io.baton.protocol.pool.PoolPolicyBuilder;
import java.time.Duration;
import java.util.Optional;

/** The scenarios of docs/scaling.md. */
public final class Scenarios {
  private Scenarios() {}

  /** 1,000 jobs at once, on 0 to 40 nodes. */
  public static Scenario batch() {
    return on40("batch", new Arrivals.AtOnce());
  }

  /** 1,000 jobs over a day, on 0 to 40 nodes. */
  public static Scenario day() {
    return on40("day", new Arrivals.DailyWave(1, 0.9));
  }

  private static Scenario on40(String name, Arrivals arrivals) {
    return new Scenario(
        name,
        1000,
        arrivals,
        1400,
        100,
        NodeFigures.DEFAULT,
        ProviderFigures.DEFAULT,
        ApiFigures.DEFAULT,
        policy(40).build(),
        Duration.ofSeconds(15),
        Duration.ofMinutes(5),
        Duration.ofDays(7),
        Optional.empty());
  }

  /** 1,000,000 jobs in a month, on up to 10,000 nodes. */
  public static Scenario month() {
    return new Scenario(
        "month",
        1_000_000,
        new Arrivals.DailyWave(30, 0.8),
        1400,
        100,
        NodeFigures.DEFAULT,
        ProviderFigures.DEFAULT.withMachines(20_000, 20),
        ApiFigures.DEFAULT,
        policy(10_000).idleSeconds(15, 15).build(),
        Duration.ofSeconds(30),
        Duration.ofHours(1),
        Duration.ofDays(33),
        Optional.empty());
  }

  static PoolPolicyBuilder policy(int most) {
    return new PoolPolicyBuilder()
        .replicas(0, most)
        .idleSeconds(60, 60)
        .nodePricePerHour(Optional.of(ProviderFigures.DEFAULT.pricePerHour()));
  }

  public static Optional<Scenario> named(String name) {
    return switch (name) {
      case "batch" -> Optional.of(batch());
      case "day" -> Optional.of(day());
      case "month" -> Optional.of(month());
      default -> Optional.empty();
    };
  }
}
