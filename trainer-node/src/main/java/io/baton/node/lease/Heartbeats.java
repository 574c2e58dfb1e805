package io.baton.node.lease;

import io.baton.node.api.ApiReachability;
import io.baton.node.api.AttemptCalls;
import io.baton.node.clock.NodeClock;
import io.baton.node.stop.StopOrder;
import io.baton.node.stop.StopOrders;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.HeartbeatAnswer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Renews the lease on a thread of its own and obeys the answers. It goes on while the attempt stops
 * and uploads, and ends with the lease.
 */
public final class Heartbeats implements AutoCloseable {
  /** Sends one heartbeat. */
  @FunctionalInterface
  public interface Sender {
    /**
     * Sends it and returns the answer.
     *
     * @throws ApiException if the lease was not renewed
     */
    HeartbeatAnswer send(Heartbeat heartbeat);
  }

  private final Sender sender;
  private final Supplier<Heartbeat> news;
  private final HeartbeatSchedule schedule;
  private final HeldLease lease;
  private final StopOrders orders;
  private final Duration drainTimeout;
  private final NodeClock clock;
  private final ApiReachability reachability;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = new Thread(this::beat, "heartbeats");
  private boolean toldSoon;
  private boolean closed;

  /**
   * Prepares them; {@link #start()} sends the first one an interval later.
   *
   * @param news what the next heartbeat tells
   * @param drainTimeout how long a drain that the API orders may take
   */
  public Heartbeats(
      Sender sender,
      Supplier<Heartbeat> news,
      HeartbeatSchedule schedule,
      HeldLease lease,
      StopOrders orders,
      Duration drainTimeout,
      NodeClock clock,
      ApiReachability reachability) {
    this.sender = sender;
    this.news = news;
    this.schedule = schedule;
    this.lease = lease;
    this.orders = orders;
    this.drainTimeout = drainTimeout;
    this.clock = clock;
    this.reachability = reachability;
  }

  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Renews the lease of a grant that was so long on its way that it has ended here: in the database
   * it may have begun much later. Call it before {@link #start()}.
   */
  public void renewIfLate() {
    if (lease.stage() != LeaseStage.HELD) {
      sendOne(clock.nanos());
    }
  }

  /** Tells the news soon, not only when the next heartbeat is due. */
  public void tellSoon() {
    lock.lock();
    try {
      toldSoon = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }

  private void beat() {
    long sentAt = lease.current().countedFromNanos();
    boolean answered = true;
    try {
      while (awaitNext(sentAt, answered)) {
        sentAt = clock.nanos();
        answered = sendOne(sentAt);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is a next one: not after the end of the attempt or of its lease. */
  private boolean awaitNext(long sentAt, boolean answered) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long dueAt = schedule.nextAtNanos(sentAt, answered, toldSoon);
      while (!closed && !clock.hasReached(dueAt)) {
        clock.await(changed, dueAt);
        dueAt = schedule.nextAtNanos(sentAt, answered, toldSoon);
      }
      toldSoon = false;
      return !closed && lease.stage() != LeaseStage.LAPSED;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it was answered, so that the lease is renewed. */
  private boolean sendOne(long sentAt) {
    HeartbeatAnswer answer;
    try {
      answer = sender.send(news.get());
    } catch (ApiException e) {
      if (AttemptCalls.leaseLost(e)) {
        orders.give(StopOrder.leaseLost(e.getMessage(), clock.nanos()));
      } else if (!Thread.currentThread().isInterrupted()) {
        reachability.failed(e);
      }
      return false;
    }
    reachability.answered();
    lease.renewed(sentAt, Duration.ofMillis(answer.leaseMillis()));
    obey(answer);
    return true;
  }

  private void obey(HeartbeatAnswer answer) {
    switch (answer.directive()) {
      case CONTINUE -> {}
      case STOP ->
          orders.give(
              StopOrder.cancel(answer.reason().orElse("The job has ended."), clock.nanos()));
      case DRAIN ->
          orders.give(
              StopOrder.drain(
                  answer.reason().orElse("The platform asked the node to give the job back."),
                  clock.nanos(),
                  drainTimeout));
    }
  }
}
