package io.baton.node.stop;

import io.baton.node.lease.LeaseClock;
import java.time.Duration;

/**
 * An order to stop.
 *
 * @param reason one sentence for the user
 * @param killTrainerAtNanos when a trainer that has not stopped by itself is killed
 * @param giveUpAtNanos when whatever is not finished is given up
 */
public record StopOrder(StopKind kind, String reason, long killTrainerAtNanos, long giveUpAtNanos) {

  /** Two thirds of the time are the trainer's, the rest is for its last checkpoint's upload. */
  public static StopOrder drain(String reason, long nowNanos, Duration timeout) {
    long giveUp = nowNanos + timeout.toNanos();
    return new StopOrder(
        StopKind.DRAIN, reason, nowNanos + timeout.multipliedBy(2).dividedBy(3).toNanos(), giveUp);
  }

  public static StopOrder fence(LeaseClock lease) {
    return new StopOrder(
        StopKind.FENCE,
        "The node could not renew its lease in time.",
        lease.killTrainerAtNanos(),
        lease.lapsesAtNanos());
  }

  public static StopOrder cancel(String reason, long nowNanos) {
    return new StopOrder(StopKind.CANCEL, reason, nowNanos, nowNanos);
  }

  public static StopOrder leaseLost(String reason, long nowNanos) {
    return new StopOrder(StopKind.LEASE_LOST, reason, nowNanos, nowNanos);
  }

  /** Whether this order takes the place of an earlier one: it is more urgent, or ends sooner. */
  boolean supersedes(StopOrder earlier) {
    int urgency = kind.compareTo(earlier.kind);
    return urgency > 0 || (urgency == 0 && giveUpAtNanos - earlier.giveUpAtNanos < 0);
  }
}
