package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.Instance;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolNode;
import java.time.Instant;
import java.util.Optional;

/**
 * An instance that runs, and its node.
 *
 * @param node what the API knows of it; empty where it was not heard of for long, or never
 */
record Member(Instance instance, NodeId id, Optional<PoolNode> node) {

  boolean holdsJob() {
    return node.flatMap(PoolNode::job).isPresent();
  }

  boolean draining() {
    return node.flatMap(PoolNode::draining).isPresent();
  }

  boolean quarantined(Instant now) {
    return quarantinedUntil().filter(until -> until.isAfter(now)).isPresent();
  }

  Optional<Instant> quarantinedUntil() {
    return node.flatMap(PoolNode::quarantinedUntil);
  }

  /**
   * When it was heard of last in this life of its instance; a machine may have had lives before.
   */
  Optional<Instant> heardOf() {
    return node.map(PoolNode::lastSeenAt).filter(seen -> !seen.isBefore(instance.since()));
  }
}
