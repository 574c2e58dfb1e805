package io.baton.autoscaler.scaling;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.pool.DrainedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Chooses who goes. */
final class Departures {
  private static final Comparator<Member> BY_ID =
      Comparator.comparing(each -> each.node().id().value());

  private static final Comparator<Member> LONGEST_IDLE_FIRST =
      Comparator.comparing(Member::idleSince).thenComparing(BY_ID);

  private static final Comparator<Member> LEAST_AT_RISK_FIRST =
      Comparator.comparingDouble((Member each) -> each.node().atRiskSeconds()).thenComparing(BY_ID);

  private final Replicas replicas;
  private final Removable removable;
  private final Instant now;

  Departures(Replicas replicas, Removable removable, Instant now) {
    this.replicas = replicas;
    this.removable = removable;
    this.now = now;
  }

  /** Everybody without a job, the least useful first. */
  List<Going> unoccupied() {
    return choose(
        Stream.of(
                replicas.neverCame().stream().map(Going::unknown),
                longestIdle(replicas.silent()),
                longestIdle(barredWithoutJob(), Going::barred),
                longestIdle(replicas.useless()),
                longestIdle(replicas.quiet()),
                replicas.starting().stream().map(Going::unknown),
                longestIdle(replicas.idle()))
            .flatMap(each -> each)
            .toList(),
        List.of());
  }

  /**
   * Those with a job, the least work at risk first.
   *
   * @param gone who goes in any case
   */
  List<Going> busy(Collection<Going> gone) {
    // Those that an operator drains go by themselves, and stay the operator's until then.
    Stream<Member> barred =
        replicas.barred().stream()
            .filter(each -> each.isBusy() && !each.drainedBy(DrainedBy.OPERATOR));
    return choose(
        Stream.concat(barred, replicas.busy().stream())
            .sorted(LEAST_AT_RISK_FIRST)
            .map(Going::busy)
            .toList(),
        gone);
  }

  /** Useless ones, idle for that long. */
  List<Going> useless(Duration idle) {
    return choose(longestIdle(idleFor(idle, replicas.useless())).toList(), List.of());
  }

  /** Those that never came, and idle ones that were idle for that long. */
  List<Going> notNeeded(Duration idle, Collection<Going> gone) {
    return choose(
        Stream.concat(
                replicas.neverCame().stream().map(Going::unknown),
                longestIdle(idleFor(idle, replicas.idle())))
            .filter(each -> !gone.contains(each))
            .toList(),
        gone);
  }

  /** Silent ones. */
  List<Going> silent() {
    return choose(longestIdle(replicas.silent()).toList(), List.of());
  }

  /** Those that get no work and have none for that long. */
  List<Going> barred(Duration idle) {
    return choose(
        longestIdle(idleFor(idle, barredWithoutJob()), Going::barred).toList(), List.of());
  }

  private List<Member> barredWithoutJob() {
    return replicas.barred().stream().filter(each -> !each.isBusy()).toList();
  }

  private List<Member> idleFor(Duration idle, List<Member> members) {
    Instant since = now.minus(idle);
    return members.stream().filter(each -> !each.idleSince().isAfter(since)).toList();
  }

  private static Stream<Going> longestIdle(List<Member> members) {
    return longestIdle(members, Going::idle);
  }

  private static Stream<Going> longestIdle(List<Member> members, Function<Member, Going> way) {
    return members.stream().sorted(LONGEST_IDLE_FIRST).map(way);
  }

  /** Those of the candidates that the provider can remove together with those that go already. */
  private List<Going> choose(List<Going> candidates, Collection<Going> gone) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    List<InstanceId> asked = new ArrayList<>(candidates.size() + gone.size());
    replicas.leaving().forEach(each -> asked.add(each.instance().id()));
    gone.forEach(each -> asked.add(each.instance()));
    Map<InstanceId, Going> byId = new HashMap<>(candidates.size() * 2);
    for (Going each : candidates) {
      asked.add(each.instance());
      byId.put(each.instance(), each);
    }
    return removable.among(asked).stream().map(byId::get).filter(Objects::nonNull).toList();
  }
}
