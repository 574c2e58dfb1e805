package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ReallocationRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A pool at one moment.
 *
 * @param policy that is in force
 * @param members instances that run, as far as their provider knows which node each is
 * @param foundSilent instances that a former look found silent, and when the first one did
 */
record Look(
    Instant now,
    PoolPolicy policy,
    List<Member> members,
    Set<String> sharedMachines,
    History history,
    Map<InstanceId, Instant> foundSilent) {

  static Look at(
      PoolSnapshot snapshot,
      PoolPolicy policy,
      ProviderView view,
      History history,
      Map<InstanceId, Instant> foundSilent) {
    Map<NodeId, PoolNode> nodes =
        snapshot.nodes().stream().collect(Collectors.toMap(PoolNode::id, Function.identity()));
    List<Instance> running =
        view.instances().stream()
            .filter(instance -> instance.state() == InstanceState.RUNNING)
            .toList();
    List<Member> members =
        running.stream()
            .flatMap(
                instance ->
                    instance.node().map(id -> new Member(instance, id, find(nodes, id))).stream())
            .toList();
    return new Look(
        snapshot.at(), policy, members, machinesOfSeveral(running), history, foundSilent);
  }

  private static Optional<PoolNode> find(Map<NodeId, PoolNode> nodes, NodeId id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /** With several GPUs: one of them may be bad, and the others are not. */
  private static Set<String> machinesOfSeveral(List<Instance> running) {
    return running.stream()
        .flatMap(instance -> instance.machine().stream())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .filter(machine -> machine.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  ReallocationRules rules() {
    return policy.reallocation();
  }

  Duration ban() {
    return Duration.ofSeconds(rules().banSeconds());
  }

  private boolean sharesMachine(Member member) {
    return member.instance().machine().filter(sharedMachines::contains).isPresent();
  }

  /** Nobody else has it in hand: neither an operator, nor who makes the pool smaller, nor we. */
  List<Member> candidates() {
    return members.stream()
        .filter(member -> !member.draining())
        .filter(member -> history.whatTookOut(member).isEmpty())
        .filter(member -> !hasInheritedQuarantine(member))
        .toList();
  }

  /**
   * Some providers give the instance that takes a node's place the same node id. The ban is meant
   * for the machine: on another one the quarantine, and the failures that the API counts until it
   * ends, are the former's. A quarantine that ends later is for what this one did itself.
   */
  boolean hasInheritedQuarantine(Member member) {
    return member.instance().machine().isPresent()
        && member.quarantined(now())
        && history
            .whatTookOutPredecessor(member)
            .filter(past -> !member.quarantinedUntil().orElseThrow().isAfter(latestEnd(past)))
            .isPresent()
        && whatBans(member).isEmpty();
  }

  private Instant latestEnd(PastReallocation past) {
    return past.at().plus(ban()).plus(Replacement.SHORTEST_QUARANTINE);
  }

  /** Why this instance must not stay on its machine, unless others are there, too. */
  Optional<PastReallocation> whatBans(Member member) {
    return sharesMachine(member) ? Optional.empty() : history.whatBans(member, ban(), now());
  }
}
