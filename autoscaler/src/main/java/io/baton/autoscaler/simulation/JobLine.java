package io.baton.autoscaler.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The jobs that wait, in the order in which they are handed out: those that lost their node, the
 * longest lost first; then by priority; of the same priority the first that came.
 */
final class JobLine {
  private final TreeSet<SimulatedJob> lost =
      new TreeSet<>(
          Comparator.comparingLong(SimulatedJob::lostSince).thenComparingInt(SimulatedJob::number));
  private final TreeSet<SimulatedJob> pending =
      new TreeSet<>(
          Comparator.comparingInt((SimulatedJob job) -> -job.priority())
              .thenComparingInt(SimulatedJob::number));
  private long stepsLeft;

  void add(SimulatedJob job) {
    (job.lostSince() < 0 ? pending : lost).add(job);
    stepsLeft += job.stepsLeft();
  }

  /** The first that may go there. */
  Optional<SimulatedJob> take(Machine machine) {
    SimulatedJob found = first(lost, machine);
    if (found == null) {
      found = first(pending, machine);
    }
    if (found == null) {
      return Optional.empty();
    }
    (found.lostSince() < 0 ? pending : lost).remove(found);
    stepsLeft -= found.stepsLeft();
    return Optional.of(found);
  }

  private static SimulatedJob first(TreeSet<SimulatedJob> jobs, Machine machine) {
    for (SimulatedJob job : jobs) {
      if (!job.bannedFrom(machine)) {
        return job;
      }
    }
    return null;
  }

  boolean hasWorkFor(Machine machine) {
    return first(lost, machine) != null || first(pending, machine) != null;
  }

  /** Jobs that no node ever had: since when each waits. */
  List<Long> neverClaimed() {
    return pending.stream()
        .filter(job -> job.claimedAt() < 0)
        .map(SimulatedJob::createdAt)
        .toList();
  }

  int size() {
    return lost.size() + pending.size();
  }

  int lost() {
    return lost.size();
  }

  /** Steps that all of them together still need. */
  long stepsLeft() {
    return stepsLeft;
  }

  /** Since when the longest waiting one waits; empty: none does. */
  Optional<Long> oldest() {
    if (size() == 0) {
      return Optional.empty();
    }
    long since = lost.isEmpty() ? Long.MAX_VALUE : lost.first().lostSince();
    if (!pending.isEmpty()) {
      since = Math.min(since, pending.first().createdAt());
    }
    return Optional.of(since);
  }
}
