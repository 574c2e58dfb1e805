package io.baton.sdxl.progress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Steps per second over the last twenty steps. */
public final class SpeedMeter {

  private static final int WINDOW = 20;
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier nanoClock;
  private final Deque<Long> times = new ArrayDeque<>();

  /** Starts to measure now. */
  public SpeedMeter(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    times.add(nanoClock.getAsLong());
  }

  /** Counts one step that ends now and gives the speed. */
  public double step() {
    long now = nanoClock.getAsLong();
    times.addLast(now);
    if (times.size() > WINDOW + 1) {
      times.removeFirst();
    }
    long elapsed = Math.max(1, now - times.getFirst());
    return (times.size() - 1) * NANOS_PER_SECOND / elapsed;
  }
}
