package io.baton.api.pool.demand;

import io.baton.protocol.node.NodeState;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.work.NodeCapabilities;
import java.time.Instant;
import java.util.Optional;

/**
 * A node of a pool as the database has it.
 *
 * @param idleSince when it had nothing to do from, should it have no job
 * @param job what it holds under an unexpired lease
 * @param quarantinedUntil only in the future
 * @param drain only while it is to become empty
 */
record Member(
    String id,
    NodeCapabilities capabilities,
    boolean online,
    Instant firstSeenAt,
    Instant lastSeenAt,
    Instant idleSince,
    Optional<Held> job,
    Optional<Instant> quarantinedUntil,
    Optional<Drain> drain) {
  /** A job that a node holds. */
  record Held(String id, double atRiskSeconds, Optional<Double> stepsPerSecond) {}

  /** Who wants the node empty, and since when. */
  record Drain(DrainedBy by, Instant since) {}

  NodeState state() {
    if (!online) {
      return NodeState.OFFLINE;
    }
    if (quarantinedUntil.isPresent()) {
      return NodeState.QUARANTINED;
    }
    if (drain.isPresent()) {
      return NodeState.DRAINING;
    }
    return job.isPresent() ? NodeState.BUSY : NodeState.IDLE;
  }
}
