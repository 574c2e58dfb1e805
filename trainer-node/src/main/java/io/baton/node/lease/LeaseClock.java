package io.baton.node.lease;

import io.baton.node.clock.NodeClock;
import java.time.Duration;

/**
 * A lease on the node's monotonic clock. It is counted from before the claim that won it began, or
 * the request that renewed it was sent, so it never ends later here than in the database, whatever
 * the network and the two clocks do.
 *
 * <p>The end comes in three steps: the trainer is told to stop, so that it can write a checkpoint;
 * it is killed; the lease lapses. A trainer is therefore dead before anyone else may hold the job.
 *
 * @param countedFromNanos reading of the clock before the lease began or was renewed
 * @param length how long the lease lasts from each renewal
 */
public record LeaseClock(long countedFromNanos, Duration length) {
  private static final Duration LONGEST_STOP_MARGIN = Duration.ofSeconds(30);

  public LeaseClock {
    if (length.isZero() || length.isNegative()) {
      throw new IllegalArgumentException("a lease lasts some time, not " + length);
    }
  }

  /**
   * The lease of a job that was won by a request that the API let wait. The claim began so long
   * after the request had arrived, which is later than it was sent, and the lease after that.
   *
   * @param nowNanos reading when the answer was here: what an API says beyond that does not count
   */
  public static LeaseClock won(long askedAtNanos, Duration waited, long nowNanos, Duration length) {
    return new LeaseClock(NodeClock.earlier(askedAtNanos + waited.toNanos(), nowNanos), length);
  }

  /** The lease after a request sent at that reading renewed it. */
  public LeaseClock renewed(long sentAtNanos, Duration newLength) {
    return new LeaseClock(sentAtNanos, newLength);
  }

  /** When a trainer whose lease was not renewed is told to stop: a quarter before the end. */
  public long stopTrainerAtNanos() {
    return lapsesAtNanos() - stopMargin().toNanos();
  }

  /** When a trainer that has not stopped by itself is killed. */
  public long killTrainerAtNanos() {
    return lapsesAtNanos() - stopMargin().dividedBy(3).toNanos();
  }

  /** When somebody else may hold the job. */
  public long lapsesAtNanos() {
    return countedFromNanos + length.toNanos();
  }

  public LeaseStage stageAt(long nowNanos) {
    if (nowNanos - lapsesAtNanos() >= 0) {
      return LeaseStage.LAPSED;
    }
    return nowNanos - stopTrainerAtNanos() >= 0 ? LeaseStage.ENDING : LeaseStage.HELD;
  }

  private Duration stopMargin() {
    Duration quarter = length.dividedBy(4);
    return quarter.compareTo(LONGEST_STOP_MARGIN) < 0 ? quarter : LONGEST_STOP_MARGIN;
  }
}
