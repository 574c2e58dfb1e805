package io.baton.autoscaler.scaling;

import java.time.Duration;
import java.time.Instant;

/**
 * A provider that does not give what it was asked for.
 *
 * @param since when that was seen
 * @param overdue replicas that should have come and did not
 * @param askAgainAt before this no more are asked for
 * @param pause from one asking to the next
 */
public record StockOut(Instant since, int overdue, Instant askAgainAt, Duration pause) {
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  static StockOut seen(int overdue, Duration provision, Instant now) {
    return new StockOut(now, overdue, now.plus(provision), provision);
  }

  /**
   * As it goes on that began then: it was asked 1, 3, 7 … times the provision time later.
   *
   * @param overdue how many are missing now
   */
  static StockOut goesOn(Instant since, int overdue, Duration provision, Instant now) {
    StockOut each = seen(overdue, provision, since);
    while (!each.askAgainAt().isAfter(now)) {
      each = each.askedAgain(each.askAgainAt());
    }
    return each;
  }

  StockOut withOverdue(int replicas) {
    return new StockOut(since, replicas, askAgainAt, pause);
  }

  /** Each pause is twice the one before, up to an hour, or the first one where that is longer. */
  StockOut askedAgain(Instant now) {
    Duration twice = pause.multipliedBy(2);
    Duration longest = pause.compareTo(LONGEST_PAUSE) > 0 ? pause : LONGEST_PAUSE;
    Duration next = twice.compareTo(longest) > 0 ? longest : twice;
    return new StockOut(since, overdue, now.plus(next), next);
  }

  public boolean forbidsAsking(Instant now) {
    return now.isBefore(askAgainAt);
  }
}
