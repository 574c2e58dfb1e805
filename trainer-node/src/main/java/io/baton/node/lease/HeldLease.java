package io.baton.node.lease;

import io.baton.node.clock.NodeClock;
import java.time.Duration;

/** The lease of the running attempt, as last renewed. Thread-safe. */
public final class HeldLease {
  private final NodeClock clock;
  private volatile LeaseClock lease;

  public HeldLease(NodeClock clock, LeaseClock lease) {
    this.clock = clock;
    this.lease = lease;
  }

  public void renewed(long sentAtNanos, Duration length) {
    lease = lease.renewed(sentAtNanos, length);
  }

  public LeaseClock current() {
    return lease;
  }

  public LeaseStage stage() {
    return lease.stageAt(clock.nanos());
  }
}
