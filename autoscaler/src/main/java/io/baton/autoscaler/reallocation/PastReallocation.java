package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.Instance;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.ScalingReason;
import io.baton.protocol.pool.StoredScalingDecision;
import java.time.Instant;
import java.util.List;

/**
 * Nodes that were taken out of work, as the API recorded it.
 *
 * @param firstAt when first, on the API's clock
 * @param at when last; a decision that repeats the one before it is counted there
 * @param times how often
 * @param machines what they ran on, where the provider told
 */
record PastReallocation(
    Instant firstAt,
    Instant at,
    int times,
    ScalingReason reason,
    List<NodeId> nodes,
    List<String> machines) {

  static PastReallocation of(StoredScalingDecision stored) {
    return new PastReallocation(
        stored.at(),
        stored.lastAt(),
        stored.times(),
        stored.decision().reason(),
        stored.decision().nodes(),
        stored.decision().machines());
  }

  /** How many nodes it took out after this time; too many rather than too few. */
  int takenAfter(Instant time) {
    if (!at.isAfter(time)) {
      return 0;
    }
    return nodes.size() * (firstAt.isAfter(time) ? times : Math.max(1, times - 1));
  }

  /** Whether this instance came after. */
  boolean before(Instance instance) {
    return instance.since().isAfter(at);
  }
}
