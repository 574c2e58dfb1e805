package io.baton.autoscaler.scaling;

import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingReason;
import io.baton.protocol.pool.StoredScalingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a pool's autoscaler remembers from one tick to the next. After a restart the newest
 * decisions bring back what matters: cool-downs and whether the provider is out of stock.
 */
public final class PoolHistory {
  private final RecentPeak jobs = new RecentPeak();
  private final Outstanding outstanding = new Outstanding();
  private Optional<Instant> lastUp = Optional.empty();
  private Optional<Instant> lastDown = Optional.empty();
  private Optional<StockOut> stockOut = Optional.empty();
  private Optional<Instant> stockOutBefore = Optional.empty();

  /**
   * Of an autoscaler that begins.
   *
   * @param decisions the newest that were recorded, in any order
   */
  public static PoolHistory restored(List<StoredScalingDecision> decisions) {
    PoolHistory history = new PoolHistory();
    history.lastUp = last(decisions, ScalingAction.SCALE_UP);
    history.lastDown = last(decisions, ScalingAction.SCALE_DOWN);
    decisions.stream()
        .filter(each -> each.decision().action() == ScalingAction.HOLD)
        .sorted(Comparator.comparingLong(StoredScalingDecision::sequence).reversed())
        .takeWhile(each -> each.decision().reason() == ScalingReason.STOCK_OUT)
        .forEach(each -> history.stockOutBefore = Optional.of(each.at()));
    return history;
  }

  private static Optional<Instant> last(
      List<StoredScalingDecision> decisions, ScalingAction action) {
    return decisions.stream()
        .filter(each -> each.decision().action() == action && !each.decision().dryRun())
        .map(StoredScalingDecision::lastAt)
        .max(Comparator.naturalOrder());
  }

  /**
   * Takes note of a pool as it is.
   *
   * @param claimableOrRunning its jobs
   * @param missing replicas that were asked for and whose nodes did not ask for work yet
   * @param provision how long a replica may take for that
   */
  public void observe(int claimableOrRunning, int missing, Duration provision, Instant now) {
    jobs.observe(claimableOrRunning, now);
    if (stockOutBefore.isPresent() && missing > 0) {
      outstanding.asked(missing, stockOutBefore.get().minus(provision));
      stockOut = stockOutBefore.map(at -> StockOut.goesOn(at, missing, provision, now));
    }
    stockOutBefore = Optional.empty();
    outstanding.observe(missing, now);
    int overdue = outstanding.askedUntil(now.minus(provision));
    stockOut =
        overdue == 0
            ? Optional.empty()
            : Optional.of(
                stockOut
                    .map(before -> before.withOverdue(overdue))
                    .orElseGet(() -> StockOut.seen(overdue, provision, now)));
  }

  /** Replicas were asked for. */
  public void grew(int replicas, Instant now) {
    lastUp = Optional.of(now);
    outstanding.asked(replicas, now);
    stockOut = stockOut.map(before -> before.askedAgain(now));
  }

  /** Replicas were taken back before they started, or nodes were told to go. */
  public void shrank(int withdrawn, Instant now) {
    lastDown = Optional.of(now);
    outstanding.withdrawn(withdrawn);
  }

  /** The most jobs within a time up to now. */
  public int peakJobs(Duration window, Instant now) {
    return jobs.within(window, now);
  }

  public Optional<StockOut> stockOut() {
    return stockOut;
  }

  /** When replicas may be asked for again after the last time, if that is still to come. */
  public Optional<Instant> growsAgainAt(Duration cooldown, Instant now) {
    return lastUp.map(at -> at.plus(cooldown)).filter(now::isBefore);
  }

  /** When nodes may go again after the last change, if that is still to come. */
  public Optional<Instant> shrinksAgainAt(Duration cooldown, Instant now) {
    return Stream.concat(lastUp.stream(), lastDown.stream())
        .max(Comparator.naturalOrder())
        .map(at -> at.plus(cooldown))
        .filter(now::isBefore);
  }
}
