package io.baton.autoscaler.scaling;

import java.time.Instant;
import java.util.ArrayDeque;

/**
 * Replicas that were asked for and whose nodes did not ask for work yet, by when they were asked
 * for. Which of them came cannot be told: the oldest are taken to have.
 */
final class Outstanding {
  private final ArrayDeque<Asked> oldestFirst = new ArrayDeque<>();
  private int total;

  private record Asked(Instant at, int replicas) {}

  /** So many are missing now. */
  void observe(int missing, Instant now) {
    if (missing > total) {
      asked(missing - total, now);
    }
    while (missing < total) {
      Asked oldest = oldestFirst.removeFirst();
      int came = Math.min(total - missing, oldest.replicas());
      total -= came;
      if (came < oldest.replicas()) {
        oldestFirst.addFirst(new Asked(oldest.at(), oldest.replicas() - came));
      }
    }
  }

  void asked(int replicas, Instant at) {
    if (replicas > 0) {
      oldestFirst.addLast(new Asked(at, replicas));
      total += replicas;
    }
  }

  /** Those asked for last are not wanted any more. */
  void withdrawn(int replicas) {
    int left = Math.min(replicas, total);
    total -= left;
    while (left > 0) {
      Asked newest = oldestFirst.removeLast();
      int taken = Math.min(left, newest.replicas());
      left -= taken;
      if (taken < newest.replicas()) {
        oldestFirst.addLast(new Asked(newest.at(), newest.replicas() - taken));
      }
    }
  }

  /** How many were asked for at that moment or before. */
  int askedUntil(Instant moment) {
    int replicas = 0;
    for (Asked each : oldestFirst) {
      if (each.at().isAfter(moment)) {
        break;
      }
      replicas += each.replicas();
    }
    return replicas;
  }
}
