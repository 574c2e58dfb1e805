package io.baton.autoscaler.reallocation;

import io.baton.protocol.pool.StoredScalingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Nodes that were taken out of work, the newest first. It is what the API recorded, so another
 * autoscaler goes on where this one ended.
 */
record History(List<PastReallocation> all) {
  static final History NONE = new History(List.of());

  History {
    all = List.copyOf(all);
  }

  static History of(List<StoredScalingDecision> decisions) {
    return new History(
        decisions.stream()
            .filter(stored -> !stored.decision().dryRun())
            .map(PastReallocation::of)
            .toList());
  }

  int takenAfter(Instant time) {
    return all.stream().mapToInt(past -> past.takenAfter(time)).sum();
  }

  /** What took this instance out, though it still runs. */
  Optional<PastReallocation> whatTookOut(Member member) {
    return all.stream().filter(past -> past.tookOut(member)).findFirst();
  }

  /** Why this instance, which came after, must not stay. */
  Optional<PastReallocation> whatBans(Member member, Duration ban, Instant now) {
    return all.stream().filter(past -> past.bans(member, ban, now)).findFirst();
  }

  /** What took an instance out that had the same node id as this one, which came after. */
  Optional<PastReallocation> whatTookOutPredecessor(Member member) {
    return all.stream()
        .filter(past -> past.nodes().contains(member.id()))
        .filter(past -> member.instance().since().isAfter(past.at()))
        .findFirst();
  }
}
