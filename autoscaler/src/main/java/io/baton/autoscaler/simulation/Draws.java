package io.baton.autoscaler.simulation;

import java.util.SplittableRandom;

/**
 * Random numbers, apart for each purpose and each thing: what happens to the tenth machine that a
 * provider hands out is the same under every rule.
 */
final class Draws {
  enum Purpose {
    ARRIVALS,
    MACHINE,
    INSTANCE,
    STOCK_OUT,
    VICTIM
  }

  private final long seed;

  Draws(long seed) {
    this.seed = seed;
  }

  SplittableRandom of(Purpose purpose, long number) {
    return new SplittableRandom(mix(mix(seed) + mix(purpose.ordinal() + 1L) * 31 + mix(~number)));
  }

  static double exponential(SplittableRandom random, double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
