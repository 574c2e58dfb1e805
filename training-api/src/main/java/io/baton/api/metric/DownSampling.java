package io.baton.api.metric;

import java.util.stream.IntStream;

/**
 * Thins a series out for a chart without hiding what stands out: the first and the last point stay,
 * and between them the lowest and the highest of each of many equal stretches.
 */
final class DownSampling {
  /** A first, a last and one stretch between them. */
  static final int FEWEST = 4;

  private DownSampling() {}

  /**
   * At most so many of the points, in their order.
   *
   * @param maxPoints at least {@link #FEWEST}
   */
  static Points of(Points all, int maxPoints) {
    if (maxPoints < FEWEST) {
      throw new IllegalArgumentException("at least " + FEWEST + " points, not " + maxPoints);
    }
    if (all.size() <= maxPoints) {
      return all;
    }
    int last = all.size() - 1;
    int between = last - 1;
    int stretches = (maxPoints - 2) / 2;
    IntStream.Builder chosen = IntStream.builder().add(0);
    for (int stretch = 0; stretch < stretches; stretch++) {
      int from = 1 + (int) ((long) between * stretch / stretches);
      int until = 1 + (int) ((long) between * (stretch + 1) / stretches);
      addExtremes(all, from, until, chosen);
    }
    return all.at(chosen.add(last).build().toArray());
  }

  private static void addExtremes(Points all, int from, int until, IntStream.Builder chosen) {
    int lowest = from;
    int highest = from;
    for (int i = from + 1; i < until; i++) {
      if (all.value(i) < all.value(lowest)) {
        lowest = i;
      }
      if (all.value(i) > all.value(highest)) {
        highest = i;
      }
    }
    chosen.add(Math.min(lowest, highest));
    if (lowest != highest) {
      chosen.add(Math.max(lowest, highest));
    }
  }
}
