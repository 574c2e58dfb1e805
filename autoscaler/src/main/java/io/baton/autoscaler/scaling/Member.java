package io.baton.autoscaler.scaling;

import io.baton.autoscaler.pool.Instance;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.PoolNode;
import java.time.Instant;

/** An instance that runs, and its node as the API knows it. */
record Member(Instance instance, PoolNode node) {
  boolean drainedBy(DrainedBy who) {
    return node.draining().filter(who::equals).isPresent();
  }

  boolean isQuarantined(Instant now) {
    return node.quarantinedUntil().filter(now::isBefore).isPresent();
  }

  boolean isBusy() {
    return node.job().isPresent();
  }

  /** When its last job ended, or when it first asked for work. */
  Instant idleSince() {
    return node.idleSince().orElse(node.firstSeenAt());
  }

  /** The provider gave its id to a new instance: what it was told before is over. */
  boolean startedAfterItWasDrained() {
    return node.drainingSince().filter(instance.since()::isAfter).isPresent();
  }
}
