package io.baton.node.api;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with jitter: the n-th pause is drawn from the upper half of {@code first *
 * 2^n}, at most {@code longest}.
 */
public final class Backoff {
  private static final int MAX_DOUBLINGS = 20;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int failures;

  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** How long to wait after one more failure. */
  public Duration next() {
    long doubled = first.toNanos() << Math.min(failures, MAX_DOUBLINGS);
    failures++;
    return jittered(Duration.ofNanos(Math.min(doubled, longest.toNanos())), random);
  }

  public void reset() {
    failures = 0;
  }

  /** A duration between half of it and the whole of it, so that nodes do not ask in step. */
  public static Duration jittered(Duration duration, RandomGenerator random) {
    long half = Math.max(1, duration.toNanos() / 2);
    return Duration.ofNanos(half + random.nextLong(half + 1));
  }
}
