package io.baton.node.stop;

import io.baton.node.clock.NodeClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The most urgent order that an attempt was given, and the place to wait for one. Thread-safe. */
public final class StopOrders {
  private static final Logger LOG = System.getLogger(StopOrders.class.getName());

  private final NodeClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Optional<StopOrder> current = Optional.empty();

  public StopOrders(NodeClock clock) {
    this.clock = clock;
  }

  /** Orders that begin with one. */
  public static StopOrders beginningWith(StopOrder order, NodeClock clock) {
    StopOrders orders = new StopOrders(clock);
    orders.current = Optional.of(order);
    return orders;
  }

  public void give(StopOrder order) {
    lock.lock();
    try {
      if (current.isPresent() && !order.supersedes(current.get())) {
        return;
      }
      current = Optional.of(order);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    LOG.log(Level.INFO, () -> "Stopping (" + order.kind() + "): " + order.reason());
  }

  public Optional<StopOrder> current() {
    lock.lock();
    try {
      return current;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is no time left to finish anything. */
  public boolean mustGiveUp() {
    return current()
        .filter(order -> order.kind() != StopKind.DRAIN || clock.hasReached(order.giveUpAtNanos()))
        .isPresent();
  }

  /**
   * Waits until the work is done, another order than the one known is given, or the clock reads the
   * deadline.
   *
   * @param known the order that the caller has obeyed already
   */
  public void awaitNews(
      CompletableFuture<?> work, Optional<StopOrder> known, Optional<Long> deadlineNanos)
      throws InterruptedException {
    CompletableFuture<?> unused = work.whenComplete((result, failure) -> wake());
    lock.lockInterruptibly();
    try {
      while (!work.isDone()
          && current.equals(known)
          && deadlineNanos.map(deadline -> !clock.hasReached(deadline)).orElse(true)) {
        if (deadlineNanos.isPresent()) {
          clock.await(changed, deadlineNanos.get());
        } else {
          changed.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
