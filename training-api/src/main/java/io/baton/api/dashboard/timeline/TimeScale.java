package io.baton.api.dashboard.timeline;

import java.time.Duration;
import java.time.Instant;

/** Where moments stand in the whole time. */
record TimeScale(Instant from, Instant until) {
  double percent(Instant moment) {
    double whole = Math.max(1, Duration.between(from, until).toMillis());
    double part = Duration.between(from, moment).toMillis();
    return Math.max(0, Math.min(100, 100 * part / whole));
  }

  Span span(Instant begin, Instant end) {
    double x = percent(begin);
    return new Span(x, Math.max(0, percent(end) - x));
  }
}
