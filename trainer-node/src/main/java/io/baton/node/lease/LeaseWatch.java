package io.baton.node.lease;

import io.baton.node.clock.NodeClock;
import io.baton.node.stop.StopOrder;
import io.baton.node.stop.StopOrders;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Orders the attempt to stop in time when its lease is not renewed. It depends on nothing but the
 * clock: a heartbeat that hangs in the network cannot hold it up.
 */
public final class LeaseWatch implements AutoCloseable {
  private final NodeClock clock;
  private final HeldLease lease;
  private final StopOrders orders;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final Thread thread = new Thread(this::watch, "lease-watch");
  private boolean closed;

  private LeaseWatch(NodeClock clock, HeldLease lease, StopOrders orders) {
    this.clock = clock;
    this.lease = lease;
    this.orders = orders;
  }

  public static LeaseWatch start(NodeClock clock, HeldLease lease, StopOrders orders) {
    LeaseWatch watch = new LeaseWatch(clock, lease, orders);
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    lock.lock();
    try {
      while (!closed && lease.stage() == LeaseStage.HELD) {
        clock.await(closing, lease.current().stopTrainerAtNanos());
      }
      if (!closed) {
        orders.give(StopOrder.fence(lease.current()));
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; without it the attempt would outlive its lease.
      orders.give(StopOrder.fence(lease.current()));
    } finally {
      lock.unlock();
    }
  }
}
