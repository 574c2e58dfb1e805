package io.baton.node.agent;

import io.baton.node.clock.NodeClock;
import io.baton.node.stop.StopOrder;
import io.baton.node.stop.StopOrders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stops the agent: drains the job it has, and ends the wait for another. Thread-safe. */
final class StopSwitch {
  /** That something is to be done at a stop. */
  interface Interest extends AutoCloseable {
    @Override
    void close();
  }

  private final NodeClock clock;
  private final Duration drainTimeout;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stopped = lock.newCondition();
  private Optional<StopOrder> order = Optional.empty();
  private Optional<StopOrders> attempt = Optional.empty();
  private Optional<Runnable> onStop = Optional.empty();

  StopSwitch(NodeClock clock, Duration drainTimeout) {
    this.clock = clock;
    this.drainTimeout = drainTimeout;
  }

  /**
   * Has something done at a stop, now if it has come already, until the returned handle is closed.
   * It is called with a lock held: it must not wait.
   */
  Interest whenStopped(Runnable action) {
    lock.lock();
    try {
      onStop = Optional.of(action);
      if (order.isPresent()) {
        action.run();
      }
    } finally {
      lock.unlock();
    }
    return () -> {
      lock.lock();
      try {
        onStop = Optional.empty();
      } finally {
        lock.unlock();
      }
    };
  }

  /** Drains; the second time gives up at once what is not finished. */
  void stop(String reason) {
    lock.lock();
    try {
      Duration time = order.isEmpty() ? drainTimeout : Duration.ZERO;
      StopOrder given = StopOrder.drain(reason, clock.nanos(), time);
      order = Optional.of(given);
      attempt.ifPresent(orders -> orders.give(given));
      onStop.ifPresent(Runnable::run);
      stopped.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return order.isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** The attempt to stop; it is stopped at once if the agent already is. */
  void attach(StopOrders orders) {
    lock.lock();
    try {
      attempt = Optional.of(orders);
      order.ifPresent(orders::give);
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

  /** Waits, but not after a stop. */
  void pause(Duration time) throws InterruptedException {
    pauseUntil(clock.after(time));
  }

  /** Waits for a reading of the clock, but not after a stop. */
  void pauseUntil(long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (order.isEmpty() && !clock.hasReached(deadline)) {
        clock.await(stopped, deadline);
      }
    } finally {
      lock.unlock();
    }
  }
}
