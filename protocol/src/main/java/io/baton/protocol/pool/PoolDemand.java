package io.baton.protocol.pool;

import io.baton.protocol.field.Fields;
import io.baton.protocol.node.NodeId;
import java.util.List;

/**
 * What a pool has to do.
 *
 * @param pool its name
 * @param claimable jobs that wait for a node: pending, interrupted and stalled, at least 0
 * @param running jobs under an unexpired lease, at least 0
 * @param busyNodes nodes of the pool that hold one of those leases
 */
public record PoolDemand(PoolName pool, int claimable, int running, List<NodeId> busyNodes) {
  public PoolDemand {
    busyNodes = Fields.listOrEmpty(busyNodes);
  }
}
