package io.baton.autoscaler.simulation;

import java.util.EnumMap;
import java.util.Map;

/** Billed node time by what it went into, in milliseconds. */
final class Ledger {
  private final long[] millis = new long[Use.values().length];

  void add(Use use, long time) {
    if (time < 0) {
      throw new IllegalArgumentException("no time can be negative: " + use + " " + time);
    }
    millis[use.ordinal()] += time;
  }

  /** What had looked useful was not: its job will never complete. */
  void lost(long useful) {
    millis[Use.USEFUL.ordinal()] -= useful;
    millis[Use.LOST.ordinal()] += useful;
  }

  long of(Use use) {
    return millis[use.ordinal()];
  }

  long wasted() {
    long sum = 0;
    for (Use use : Use.values()) {
      sum += use.wasted() ? of(use) : 0;
    }
    return sum;
  }

  Map<Use, Long> copy() {
    Map<Use, Long> copy = new EnumMap<>(Use.class);
    for (Use use : Use.values()) {
      copy.put(use, of(use));
    }
    return copy;
  }
}
