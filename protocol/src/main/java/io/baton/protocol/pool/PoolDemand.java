package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.node.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * What a pool has to do.
 *
 * @param pool the pool's name
 * @param claimable jobs that wait for a node and that nodes of the pool may take: pending,
 *     interrupted and stalled ones, 0 to 100,000. What the policy promises of its nodes counts,
 *     also while it has none, and else what its nodes said of themselves; where none of them was
 *     ever seen, all jobs count. A job that every node is banned from counts too: one that comes
 *     may take it. Counted up to what the policy can use, and at least to 10,000
 * @param moreClaimable whether there are more than were counted; default false
 * @param lost those of them that lost their node, 0 to 100,000
 * @param running jobs that nodes of the pool hold under an unexpired lease, at least 0
 * @param busyNodes the nodes that hold them; default none
 * @param nodes the pool's nodes by state; default none
 * @param oldestWaitSeconds how long the longest waiting of the claimable jobs has waited, in
 *     seconds, at least 0; absent when there is none
 * @param stepsPerSecond optimizer steps a second of all running jobs of the pool together, as their
 *     nodes reported last, at least 0; absent when none reported a speed
 * @param backlogNodeSeconds how long one node of the pool would take for the claimable jobs, in
 *     seconds, at least 0; absent where no node of the pool was ever measured
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PoolDemand(
    PoolName pool,
    int claimable,
    boolean moreClaimable,
    int lost,
    int running,
    List<NodeId> busyNodes,
    NodeCounts nodes,
    Optional<Double> oldestWaitSeconds,
    Optional<Double> stepsPerSecond,
    Optional<Double> backlogNodeSeconds) {
  public PoolDemand {
    busyNodes = Fields.listOrEmpty(busyNodes);
    nodes = Fields.orDefault(nodes, NodeCounts.NONE);
    oldestWaitSeconds = Fields.orDefault(oldestWaitSeconds, Optional.empty());
    stepsPerSecond = Fields.orDefault(stepsPerSecond, Optional.empty());
    backlogNodeSeconds = Fields.orDefault(backlogNodeSeconds, Optional.empty());
  }

  /** With what a small pool's sizing needs; nothing else is known. */
  public static PoolDemand of(PoolName pool, int claimable, int running, List<NodeId> busyNodes) {
    return new PoolDemand(
        pool,
        claimable,
        false,
        0,
        running,
        busyNodes,
        NodeCounts.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
