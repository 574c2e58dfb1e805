package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.Instance;
import io.baton.protocol.node.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A pool at one moment.
 *
 * @param busy nodes that hold a job
 * @param desired nodes that the demand asks for; absent before the API answered
 */
public record PoolSnapshot(List<Instance> instances, Set<NodeId> busy, Optional<Integer> desired) {
  static final PoolSnapshot EMPTY = new PoolSnapshot(List.of(), Set.of(), Optional.empty());

  public PoolSnapshot {
    instances = List.copyOf(instances);
    busy = Set.copyOf(busy);
  }

  PoolSnapshot withInstances(List<Instance> now) {
    return new PoolSnapshot(now, busy, desired);
  }
}
