package io.baton.autoscaler.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The most jobs that there were lately. Values that a later one reached are forgotten, so what is
 * left falls from the oldest to the newest.
 */
final class RecentPeak {
  /** The longest time that a policy can ask about. */
  private static final Duration DAY = Duration.ofDays(1);

  private final ArrayDeque<Level> levels = new ArrayDeque<>();

  private record Level(Instant at, int jobs) {}

  void observe(int jobs, Instant now) {
    while (!levels.isEmpty() && levels.peekLast().jobs() <= jobs) {
      levels.removeLast();
    }
    levels.addLast(new Level(now, jobs));
    Instant tooOld = now.minus(DAY);
    while (!levels.peekFirst().at().isAfter(tooOld)) {
      levels.removeFirst();
    }
  }

  /** The most that was observed less than that long ago, and the newest observation. */
  int within(Duration window, Instant now) {
    Instant since = now.minus(window);
    Iterator<Level> oldestFirst = levels.iterator();
    int jobs = 0;
    while (oldestFirst.hasNext()) {
      Level level = oldestFirst.next();
      jobs = level.jobs();
      if (level.at().isAfter(since)) {
        break;
      }
    }
    return jobs;
  }
}
