package io.baton.autoscaler.scaling;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The end of a scale-down: who was told to go and is empty, or had its time to become so, is
 * removed. One that still holds a job stays as long as another without one stands by.
 */
public final class Removals {
  private Removals() {}

  /**
   * What to remove.
   *
   * @param plan what was decided now: whom it keeps is not removed
   */
  public static Removal of(Situation situation, Plan plan, Removable removable) {
    Replicas replicas = situation.replicas();
    if (situation.policy().paused() || replicas.leaving().isEmpty()) {
      return Removal.NONE;
    }
    Set<NodeId> kept = new HashSet<>(plan.undrain());
    List<Member> ready = new ArrayList<>();
    List<Member> late = new ArrayList<>();
    Instant deadline = situation.now().minus(Duration.ofSeconds(situation.policy().drainSeconds()));
    for (Member each : replicas.leaving()) {
      if (!kept.contains(each.node().id())) {
        if (!each.isBusy()) {
          ready.add(each);
        } else if (each.node().drainingSince().filter(at -> !at.isAfter(deadline)).isPresent()) {
          late.add(each);
        }
      }
    }
    if (!late.isEmpty() && !standBy(replicas, removable)) {
      ready.addAll(late);
    }
    List<Member> gone = removable(ready, removable);
    return new Removal(
        gone.stream().map(each -> each.instance().id()).toList(),
        gone.stream().map(each -> each.node().id()).toList(),
        (int) gone.stream().filter(Member::isBusy).count(),
        plan.desired(),
        plan.after());
  }

  private static boolean standBy(Replicas replicas, Removable removable) {
    List<Member> idle =
        Stream.of(replicas.idle(), replicas.useless(), replicas.returned())
            .flatMap(List::stream)
            .toList();
    return !removable(idle, removable).isEmpty();
  }

  private static List<Member> removable(List<Member> members, Removable removable) {
    if (members.isEmpty()) {
      return members;
    }
    Map<InstanceId, Member> byId = new HashMap<>(members.size() * 2);
    members.forEach(each -> byId.put(each.instance().id(), each));
    return removable.among(members.stream().map(each -> each.instance().id()).toList()).stream()
        .map(byId::get)
        .toList();
  }
}
