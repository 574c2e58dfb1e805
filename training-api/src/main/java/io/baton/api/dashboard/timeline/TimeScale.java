package io.baton.api.dashboard.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where moments stand in the whole time.
 *
 * @param pauses stretches that have no width
 */
record TimeScale(Instant from, Instant until, List<Pause> pauses) {
  TimeScale {
    pauses = List.copyOf(pauses);
  }

  /** The time that is drawn. */
  Duration whole() {
    return drawn(from, until);
  }

  double percent(Instant moment) {
    double whole = Math.max(1, whole().toMillis());
    return Math.max(0, Math.min(100, 100 * drawn(from, moment).toMillis() / whole));
  }

  Span span(Instant begin, Instant end) {
    double x = percent(begin);
    return new Span(x, Math.max(0, percent(end) - x));
  }

  private Duration drawn(Instant begin, Instant end) {
    Duration time = Duration.between(begin, end);
    for (Pause pause : pauses) {
      time = time.minus(pause.within(begin, end));
    }
    return time;
  }
}
