package io.baton.api.node;

import io.baton.api.notify.Channel;
import io.baton.api.notify.DatabaseNotifications;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.node.DrainRequest;
import io.baton.protocol.node.NodeEventType;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.DrainedBy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;

/** What operators tell nodes. Heartbeats pass it on, and claims heed it. */
@ApplicationScoped
@Transactional
public class NodeOrders {
  private final NodeLog log;
  private final DatabaseNotifications notifications;
  private final DatabaseClock clock;

  NodeOrders(NodeLog log, DatabaseNotifications notifications, DatabaseClock clock) {
    this.log = log;
    this.notifications = notifications;
    this.clock = clock;
  }

  /** Begins a quarantine, in place of one that goes on. */
  public void quarantine(NodeId id, QuarantineRequest request) {
    quarantine(locked(id), request.reason(), Duration.ofSeconds(request.seconds()));
  }

  /** The same for a node whose row the caller has {@link #locked}. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void quarantine(NodeEntity node, String reason, Duration length) {
    Instant now = clock.now();
    if (!node.quarantinedAt(now)) {
      node.quarantinedAt = now;
    }
    node.quarantinedUntil = now.plus(length);
    node.quarantineReason = reason;
    log.append(
        node.id,
        NodeEventType.QUARANTINED,
        "Quarantined until " + node.quarantinedUntil + ": " + reason);
  }

  /** Ends a quarantine; failures so far do not count towards the next. */
  public void release(NodeId id) {
    NodeEntity node = locked(id);
    if (node.quarantinedUntil == null) {
      return;
    }
    node.quarantinedUntil = null;
    node.quarantinedAt = null;
    node.quarantineReason = null;
    node.clearedAt = clock.now();
    log.append(node.id, NodeEventType.RELEASED, "An operator ended the quarantine.");
    // It may be waiting for work.
    notifications.send(Channel.WORK);
  }

  /** Also takes the node over from its pool's autoscaler, which leaves it alone from then on. */
  public void drain(NodeId id, DrainRequest request) {
    NodeEntity node = locked(id);
    if (node.drainingSince == null) {
      node.drainingSince = clock.now();
    } else if (node.drainBy() == DrainedBy.OPERATOR && request.reason().equals(node.drainReason)) {
      return;
    }
    node.drainReason = request.reason();
    node.drainBy = DrainedBy.OPERATOR;
    log.append(node.id, NodeEventType.DRAIN, "Drains: " + request.reason());
  }

  /** Whoever drains it. */
  public void undrain(NodeId id) {
    NodeEntity node = locked(id);
    if (node.drainingSince == null) {
      return;
    }
    node.drainingSince = null;
    node.drainReason = null;
    node.drainBy = null;
    log.append(node.id, NodeEventType.UNDRAIN, "Takes work again.");
    notifications.send(Channel.WORK);
  }

  /** The row of a node, for the rest of the transaction. */
  @Transactional(Transactional.TxType.MANDATORY)
  public NodeEntity locked(NodeId id) {
    NodeEntity node = NodeEntity.findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (node == null) {
      throw Nodes.unknown(id).get();
    }
    return node;
  }
}
