package io.baton.node.agent;

import io.baton.node.clock.NodeClock;
import io.baton.node.notice.InterruptionNotice;
import io.baton.node.notice.Notice;
import io.baton.node.notice.NoticeWatch;
import io.baton.node.stop.DrainTime;
import io.baton.node.stop.StopOrder;
import io.baton.node.stop.StopOrders;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stops the agent: drains the job it has, and ends the wait for another. Interruption notices drain
 * it as well, and keep it from taking work for as long as they stand. Thread-safe.
 */
final class StopSwitch implements NoticeWatch.Listener {
  private static final Logger LOG = System.getLogger(StopSwitch.class.getName());

  /** That something is to be done when no work may be asked for any more. */
  interface Interest extends AutoCloseable {
    @Override
    void close();
  }

  private final NodeClock clock;
  private final Duration drainTimeout;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<InterruptionNotice, StopOrder> notices = new HashMap<>();
  private Optional<StopOrder> stop = Optional.empty();
  private Optional<StopOrders> attempt = Optional.empty();
  private Optional<Runnable> onEnd = Optional.empty();
  private boolean waiting;

  StopSwitch(NodeClock clock, Duration drainTimeout) {
    this.clock = clock;
    this.drainTimeout = drainTimeout;
  }

  /**
   * Has something done at a stop or a notice, now if it has come already, until the returned handle
   * is closed. It is called with a lock held: it must not wait.
   */
  Interest whenNoWorkIsWanted(Runnable action) {
    lock.lock();
    try {
      onEnd = Optional.of(action);
      if (!wantsWork()) {
        action.run();
      }
    } finally {
      lock.unlock();
    }
    return () -> {
      lock.lock();
      try {
        onEnd = Optional.empty();
      } finally {
        lock.unlock();
      }
    };
  }

  /** Drains; the second time gives up at once what is not finished. */
  void stop(String reason) {
    lock.lock();
    try {
      Duration time = stop.isEmpty() ? drainTimeout : Duration.ZERO;
      StopOrder given = StopOrder.drain(reason, clock.nanos(), time);
      stop = Optional.of(given);
      attempt.ifPresent(orders -> orders.give(given));
      onEnd.ifPresent(Runnable::run);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether work may be asked for: neither a stop nor a notice has come. */
  boolean wantsWork() {
    lock.lock();
    try {
      return stop.isEmpty() && notices.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stop.isPresent();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void told(InterruptionNotice place, Optional<Notice> notice) {
    lock.lock();
    try {
      if (notice.isEmpty()) {
        if (notices.remove(place) != null) {
          LOG.log(Level.INFO, () -> "Interruption notice withdrawn: " + place.origin());
          changed.signalAll();
        }
      } else if (!notices.containsKey(place)) {
        begin(place, notice.get());
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin(InterruptionNotice place, Notice notice) {
    Duration time = DrainTime.of(notice.timeLeft(), drainTimeout);
    StopOrder order = StopOrder.drain(notice.reason(), clock.nanos(), time);
    LOG.log(
        Level.WARNING,
        () ->
            "Interruption notice: "
                + notice.reason()
                + " No new work is taken; a drain has "
                + time.toSeconds()
                + " s.");
    notices.put(place, order);
    attempt.ifPresent(orders -> orders.give(order));
    onEnd.ifPresent(Runnable::run);
    changed.signalAll();
  }

  @Override
  public boolean isDrained() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** The attempt to stop; it is stopped at once if the agent already is. */
  void attach(StopOrders orders) {
    lock.lock();
    try {
      attempt = Optional.of(orders);
      stop.ifPresent(orders::give);
      notices.values().forEach(orders::give);
    } finally {
      lock.unlock();
    }
  }

  void detach() {
    lock.lock();
    try {
      attempt = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits, but not after a stop or a notice. */
  void pause(Duration time) throws InterruptedException {
    pauseUntil(clock.after(time));
  }

  /** Waits for a reading of the clock, but not after a stop or a notice. */
  void pauseUntil(long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (wantsWork() && !clock.hasReached(deadline)) {
        clock.await(changed, deadline);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns when work may be asked for, or after a stop. */
  void awaitLeave() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (stop.isEmpty() && !notices.isEmpty()) {
        waiting = true;
        changed.await();
      }
    } finally {
      waiting = false;
      lock.unlock();
    }
  }
}
