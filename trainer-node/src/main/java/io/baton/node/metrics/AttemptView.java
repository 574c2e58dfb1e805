package io.baton.node.metrics;

import io.baton.protocol.work.Heartbeat;
import java.time.Duration;

/** What can be seen of a running attempt. Asked on the threads of scrapes. */
public interface AttemptView {
  /** How far it is. */
  Heartbeat heartbeat();

  /** Until the lease lapses if nothing renews it; negative after that. */
  Duration leaseRemaining();

  /** The step of the newest checkpoint that it need not fear for. */
  int safeStep();
}
