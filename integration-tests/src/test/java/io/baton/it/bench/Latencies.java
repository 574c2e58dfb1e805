package io.baton.it.bench;

import java.util.Arrays;

/** How long things took. */
record Latencies(long[] sortedNanos) {
  static Latencies of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  /**
   * The time within which a share of all was done.
   *
   * @param share 0 to 1
   * @return not a number where nothing was measured
   */
  double millis(double share) {
    if (sortedNanos.length == 0) {
      return Double.NaN;
    }
    int index = (int) Math.ceil(share * sortedNanos.length) - 1;
    return sortedNanos[Math.max(0, index)] / 1e6;
  }

  double median() {
    return millis(0.5);
  }

  double max() {
    return millis(1);
  }
}
