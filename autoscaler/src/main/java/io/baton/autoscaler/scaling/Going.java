package io.baton.autoscaler.scaling;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.node.NodeId;
import java.util.Optional;

/**
 * Who goes.
 *
 * @param node empty: it never asked for work
 */
record Going(InstanceId instance, Optional<NodeId> node, Way way) {
  /** How. */
  enum Way {
    /** At once: it never asked for work. */
    UNKNOWN,
    /** At once: it gets no work and has none. */
    BARRED,
    /** It holds no job, and is to get none before it is removed. */
    IDLE,
    /** It is to give its job back first. */
    BUSY
  }

  static Going unknown(Instance instance) {
    return new Going(instance.id(), Optional.empty(), Way.UNKNOWN);
  }

  static Going barred(Member member) {
    return of(member, Way.BARRED);
  }

  static Going idle(Member member) {
    return of(member, Way.IDLE);
  }

  static Going busy(Member member) {
    return of(member, Way.BUSY);
  }

  private static Going of(Member member, Way way) {
    return new Going(member.instance().id(), Optional.of(member.node().id()), way);
  }
}
