package io.baton.sync.upload;

import java.util.OptionalDouble;

/** Bytes a second, of the last few large files. */
final class Rate {
  /** Of a new value; a link's bandwidth changes over hours. */
  private static final double WEIGHT = 0.3;

  private double perSecond;
  private boolean known;

  void saw(long bytes, long nanos) {
    double latest = bytes / Math.max(nanos / 1e9, 1e-9);
    perSecond = known ? WEIGHT * latest + (1 - WEIGHT) * perSecond : latest;
    known = true;
  }

  OptionalDouble perSecond() {
    return known ? OptionalDouble.of(perSecond) : OptionalDouble.empty();
  }
}
