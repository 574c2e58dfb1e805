package io.baton.autoscaler.scaling;

import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolDemand;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides how many nodes a pool starts or stops. A node that holds a job is stopped only when more
 * nodes run than the policy allows at all, and then only after every idle one.
 */
public final class DesiredNodes {
  /** Idle ones first, of those the one that was not needed for the longest time. */
  private static final Comparator<PoolNode> STOP_ORDER =
      Comparator.comparing(PoolNode::busy)
          .thenComparing(PoolNode::notNeededSince)
          .thenComparing(node -> node.id().value());

  private DesiredNodes() {}

  /**
   * Compares a pool with its demand.
   *
   * @param nodes those that run and are not being stopped
   */
  public static ScalingDecision decide(
      ScalingPolicy policy, PoolDemand demand, Collection<PoolNode> nodes, Instant now) {
    int jobs = demand.claimable() + demand.running();
    int desired = policy.nodesFor(jobs);
    int surplus = nodes.size() - desired;
    if (surplus < 0) {
      return new ScalingDecision(desired, -surplus, List.of(), reason(demand, desired, nodes));
    }
    int aboveLimit = Math.max(0, nodes.size() - policy.maxNodes());
    Instant idleBefore = now.minus(policy.idle());
    List<PoolNode> candidates = nodes.stream().sorted(STOP_ORDER).limit(surplus).toList();
    List<NodeId> stop =
        Stream.concat(
                candidates.stream().limit(aboveLimit),
                candidates.stream()
                    .skip(aboveLimit)
                    .filter(node -> !node.busy() && !node.notNeededSince().isAfter(idleBefore)))
            .map(PoolNode::id)
            .toList();
    return new ScalingDecision(desired, 0, stop, reason(demand, desired, nodes));
  }

  private static String reason(PoolDemand demand, int desired, Collection<PoolNode> nodes) {
    return "%d claimable and %d running jobs want %d nodes, %d run"
        .formatted(demand.claimable(), demand.running(), desired, nodes.size());
  }
}
