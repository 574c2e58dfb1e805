package io.baton.autoscaler.simulation;

import java.util.SplittableRandom;

/** A time in seconds that is drawn evenly between two bounds. */
public record Span(double from, double to) {
  public Span {
    if (!(from >= 0 && to >= from)) {
      throw new IllegalArgumentException("must be from 0 on and in order, not " + from + "-" + to);
    }
  }

  long millis(SplittableRandom random) {
    return Math.round(1000 * (from + (to - from) * random.nextDouble()));
  }

  @Override
  public String toString() {
    return from == to ? Figures.plain(from) : Figures.plain(from) + " to " + Figures.plain(to);
  }
}
