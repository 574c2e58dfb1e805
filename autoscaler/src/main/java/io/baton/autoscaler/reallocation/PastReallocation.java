package io.baton.autoscaler.reallocation;

import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.ScalingReason;
import io.baton.protocol.pool.StoredScalingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Nodes that were taken out of work, as the API recorded it.
 *
 * @param at when, on the API's clock
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

  /** Whether this instance is one of those that it took out, and not one that came after. */
  boolean tookOut(Member member) {
    return nodes.contains(member.id()) && !member.instance().since().isAfter(at);
  }

  /** Whether this instance came after, and on a machine that is not wanted back yet. */
  boolean bans(Member member, Duration ban, Instant now) {
    if (!member.instance().since().isAfter(at) || !now.isBefore(at.plus(ban))) {
      return false;
    }
    return member
        .instance()
        .machine()
        .map(machines::contains)
        .orElseGet(() -> nodes.contains(member.id()));
  }
}
