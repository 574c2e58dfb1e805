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
  private long leftOut;

  /** Starts to measure now. */
  public SpeedMeter(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    times.add(nanoClock.getAsLong());
  }

  /** Counts one step that ends now and gives the speed. */
  public double step() {
    long now = now();
    times.addLast(now);
    if (times.size() > WINDOW + 1) {
      times.removeFirst();
    }
    long elapsed = Math.max(1, now - times.getFirst());
    return (times.size() - 1) * NANOS_PER_SECOND / elapsed;
  }

  /** What was done since the last step is no part of any: its time does not count. */
  public void leaveOut() {
    leftOut += now() - times.getLast();
  }

  private long now() {
    return nanoClock.getAsLong() - leftOut;
  }
}
