package io.baton.autoscaler.reallocation;

import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.StoredScalingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Nodes that were taken out of work. It is what the API recorded, so another autoscaler goes on
 * where this one ended.
 */
final class History {
  static final History NONE = new History(List.of());

  private final List<PastReallocation> all;
  private final Map<NodeId, List<PastReallocation>> byNode;
  private final Map<String, List<PastReallocation>> byMachine;

  /**
   * Of these.
   *
   * @param all the newest first
   */
  History(List<PastReallocation> all) {
    this.all = List.copyOf(all);
    this.byNode = index(all, PastReallocation::nodes);
    this.byMachine = index(all, PastReallocation::machines);
  }

  static History of(List<StoredScalingDecision> decisions) {
    return new History(
        decisions.stream()
            .filter(stored -> !stored.decision().dryRun())
            .map(PastReallocation::of)
            .toList());
  }

  private static <K> Map<K, List<PastReallocation>> index(
      List<PastReallocation> all, Function<PastReallocation, Collection<K>> keys) {
    Map<K, List<PastReallocation>> index = new HashMap<>();
    for (PastReallocation past : all) {
      for (K key : keys.apply(past)) {
        index.computeIfAbsent(key, any -> new ArrayList<>()).add(past);
      }
    }
    return index;
  }

  int takenAfter(Instant time) {
    return all.stream().mapToInt(past -> past.takenAfter(time)).sum();
  }

  /** What took this instance out, though it still runs. */
  Optional<PastReallocation> whatTookOut(Member member) {
    return ofNode(member).filter(past -> !past.before(member.instance())).findFirst();
  }

  /** What took an instance out that had the same node id as this one, which came after. */
  Optional<PastReallocation> whatTookOutPredecessor(Member member) {
    return ofNode(member).filter(past -> past.before(member.instance())).findFirst();
  }

  /** Why this instance, which came after, must not stay. */
  Optional<PastReallocation> whatBans(Member member, Duration ban, Instant now) {
    return member
        .instance()
        .machine()
        .map(machine -> byMachine.getOrDefault(machine, List.of()).stream())
        .orElseGet(() -> ofNode(member))
        .filter(past -> past.before(member.instance()) && now.isBefore(past.at().plus(ban)))
        .findFirst();
  }

  private Stream<PastReallocation> ofNode(Member member) {
    return byNode.getOrDefault(member.id(), List.of()).stream();
  }
}
