package io.baton.node.feed;

import io.baton.node.clock.NodeClock;
import io.baton.node.trainer.TrainerEvent;
import io.baton.node.trainer.TrainerEvent.ImageDrawn;
import io.baton.node.trainer.TrainerEvent.LogLine;
import io.baton.node.trainer.TrainerEvent.StepDone;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.log.LogLines;
import io.baton.protocol.metric.MetricBatch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Sends what the trainer measures and prints every few seconds, on a thread of its own. It is for
 * people to look at: what the API does not take is tried again for a while, then forgotten, and the
 * training never waits for it.
 */
public final class AttemptFeed implements AutoCloseable {
  /** The calls that it makes. */
  public interface Receiver {
    /**
     * Takes points.
     *
     * @throws ApiException if it is not known to have them
     */
    void metrics(MetricBatch batch);

    /**
     * Takes lines.
     *
     * @throws ApiException if it is not known to have them
     */
    void logs(LogLines lines);
  }

  private static final Logger LOG = System.getLogger(AttemptFeed.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int MOST_POINTS = 50_000;
  private static final int MOST_LINES = 2000;

  private final Receiver receiver;
  private final NodeClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PendingMetrics metrics = new PendingMetrics(MOST_POINTS);
  private final PendingLines lines = new PendingLines(MOST_LINES);
  private final Thread thread = new Thread(this::sendOnAndOn, "attempt-feed");
  private long nextAtNanos;
  private boolean wanted;
  private boolean idle;
  private boolean closed;

  public AttemptFeed(Receiver receiver, NodeClock clock) {
    this.receiver = receiver;
    this.clock = clock;
  }

  public void start() {
    nextAtNanos = clock.after(INTERVAL);
    thread.setDaemon(true);
    thread.start();
  }

  /** Notes what is to be sent. */
  public void on(TrainerEvent event) {
    lock.lock();
    try {
      if (event instanceof StepDone done) {
        metrics.add(done.step(), done.numbers());
      } else if (event instanceof LogLine line) {
        lines.add(line.text());
      } else if (event instanceof ImageDrawn drawn) {
        lines.add("Drew image " + drawn.image() + " of " + drawn.images() + ".");
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends the rest now, for once the attempt is over nobody takes it any more.
   *
   * @param patience longer than this is not waited
   */
  public void flush(Duration patience) throws InterruptedException {
    long deadline = clock.after(patience);
    lock.lockInterruptibly();
    try {
      wanted = true;
      idle = false;
      changed.signalAll();
      while (!idle && !closed && !clock.hasReached(deadline)) {
        clock.await(changed, deadline);
      }
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

  private void sendOnAndOn() {
    try {
      while (awaitNext()) {
        sendAll();
        lock.lock();
        try {
          idle = true;
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is a next time. */
  private boolean awaitNext() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && !wanted && !clock.hasReached(nextAtNanos)) {
        clock.await(changed, nextAtNanos);
      }
      nextAtNanos = clock.after(INTERVAL);
      wanted = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void sendAll() {
    try {
      while (sendMetrics() || sendLines()) {}
    } catch (ApiException e) {
      LOG.log(Level.DEBUG, () -> "Measurements or log lines are sent later: " + e.getMessage());
    }
  }

  private boolean sendMetrics() {
    Optional<MetricBatch> batch = locked(metrics::oldest);
    batch.ifPresent(
        points -> {
          sendOrForget(() -> receiver.metrics(points));
          locked(
              () -> {
                metrics.remove(points);
                return null;
              });
        });
    return batch.isPresent();
  }

  private boolean sendLines() {
    Optional<LogLines> oldest = locked(lines::oldest);
    oldest.ifPresent(
        part -> {
          sendOrForget(() -> receiver.logs(part));
          locked(
              () -> {
                lines.remove(part);
                return null;
              });
        });
    return oldest.isPresent();
  }

  /** What is refused for good is not tried again. */
  private static void sendOrForget(Runnable call) {
    try {
      call.run();
    } catch (ApiException e) {
      if (e.retryable()) {
        throw e;
      }
      LOG.log(Level.DEBUG, () -> "Measurements or log lines are not wanted: " + e.getMessage());
    }
  }

  private <T> T locked(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }
}
