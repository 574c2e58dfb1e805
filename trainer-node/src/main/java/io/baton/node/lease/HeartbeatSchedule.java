package io.baton.node.lease;

import io.baton.node.clock.NodeClock;
import java.time.Duration;

/**
 * When the next heartbeat is due.
 *
 * @param interval between heartbeats that are answered
 * @param retryInterval after one that was not answered
 * @param newsInterval after one, when there is news to tell: a new phase
 */
public record HeartbeatSchedule(Duration interval, Duration retryInterval, Duration newsInterval) {
  private static final Duration SHORTEST_RETRY = Duration.ofMillis(100);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);
  private static final Duration NEWS = Duration.ofMillis(100);

  /** The schedule for a lease that is renewed at this interval. */
  public static HeartbeatSchedule every(Duration interval) {
    Duration retry = interval.dividedBy(2);
    if (retry.compareTo(SHORTEST_RETRY) < 0) {
      retry = SHORTEST_RETRY;
    } else if (retry.compareTo(LONGEST_RETRY) > 0) {
      retry = LONGEST_RETRY;
    }
    return new HeartbeatSchedule(interval, shorter(retry, interval), shorter(NEWS, interval));
  }

  /** When to send after the one that was sent at that reading. */
  public long nextAtNanos(long sentAtNanos, boolean answered, boolean news) {
    long next = sentAtNanos + (answered ? interval : retryInterval).toNanos();
    return news ? NodeClock.earlier(next, sentAtNanos + newsInterval.toNanos()) : next;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
