package io.baton.autoscaler.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what was not needed for long enough. Nobody goes before the jobs were that few for the idle
 * time, so that jobs which come and go within it change nothing.
 */
final class NotNeeded {
  private final Situation situation;
  private final Replicas replicas;
  private final PoolHistory history;
  private final Departures departures;
  private final int desired;
  private final int capacity;

  /**
   * Looks at a pool.
   *
   * @param rescued nodes that were to go and stay
   */
  NotNeeded(
      Situation situation, PoolHistory history, Departures departures, int desired, int rescued) {
    this.situation = situation;
    this.replicas = situation.replicas();
    this.history = history;
    this.departures = departures;
    this.desired = desired;
    this.capacity = replicas.capacity() + rescued;
  }

  Surplus surplus() {
    List<Going> going = new ArrayList<>(withoutUse());
    int useless = replicas.useless().size();
    int all = capacity + useless;
    // The last one has an idle time of its own.
    int mayGo = Math.max(0, Math.min(all - 1, all - Math.max(desired, warm())));
    int ableMayGo = Math.min(mayGo, Math.max(0, capacity - warm()));
    int unstarted = Math.min(ableMayGo, replicas.unstarted());
    List<Going> idle = new ArrayList<>();
    if (useless > 0) {
      idle.addAll(first(departures.useless(situation.idle()), mayGo - unstarted));
    }
    int left = Math.min(mayGo - idle.size(), ableMayGo) - unstarted;
    if (left > 0) {
      idle.addAll(first(departures.notNeeded(situation.idle(), idle), left));
    }
    going.addAll(idle);
    if (desired == 0 && all - unstarted - idle.size() == 1 && noJobsFor(situation.zeroIdle())) {
      return withLast(unstarted, going, idle);
    }
    return new Surplus(unstarted, going);
  }

  private Surplus withLast(int unstarted, List<Going> going, List<Going> idle) {
    if (replicas.unstarted() > unstarted) {
      return new Surplus(unstarted + 1, going);
    }
    going.addAll(first(departures.notNeeded(situation.zeroIdle(), idle), 1));
    return new Surplus(unstarted, going);
  }

  /** Silent ones once others do their work, and those that get no work anyway. */
  private List<Going> withoutUse() {
    List<Going> going = new ArrayList<>();
    if (!replicas.silent().isEmpty()) {
      int there = capacity - replicas.missing();
      going.addAll(first(departures.silent(), there + replicas.silent().size() - desired));
    }
    if (!replicas.barred().isEmpty()) {
      int all = capacity + replicas.useless().size() + replicas.barred().size();
      going.addAll(first(departures.barred(situation.idle()), all - desired));
    }
    return going;
  }

  /** What the jobs of the idle time needed. The limits may have changed since. */
  private int warm() {
    int peak = situation.replicasFor(history.peakJobs(situation.idle(), now()));
    return Math.min(peak, situation.limits().max());
  }

  private boolean noJobsFor(Duration time) {
    return history.peakJobs(time, now()) == 0;
  }

  private Instant now() {
    return situation.now();
  }

  private static List<Going> first(List<Going> all, int most) {
    return all.subList(0, Math.max(0, Math.min(all.size(), most)));
  }
}
