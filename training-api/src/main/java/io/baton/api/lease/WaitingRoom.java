package io.baton.api.lease;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The nodes that wait at this replica. None of them has a thread: one clock serves all. */
@ApplicationScoped
class WaitingRoom {
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "waiting-nodes-clock");
            thread.setDaemon(true);
            return thread;
          });

  /** In the order in which they came. */
  private final Map<Waiter, Future<?>> waiting = new LinkedHashMap<>();

  private boolean closed;

  WaitingRoom() {
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Lets it wait; in a closed room its time is over at once. */
  void enter(Waiter waiter, Duration longest) {
    synchronized (this) {
      if (!closed) {
        Future<?> end =
            clock.schedule(() -> expire(waiter), longest.toMillis(), TimeUnit.MILLISECONDS);
        waiting.put(waiter, end);
        return;
      }
    }
    waiter.expire();
  }

  private void expire(Waiter waiter) {
    leave(waiter);
    waiter.expire();
  }

  synchronized void leave(Waiter waiter) {
    Future<?> end = waiting.remove(waiter);
    if (end != null) {
      end.cancel(false);
    }
  }

  /** Longest first. */
  synchronized List<Waiter> waiting() {
    return List.copyOf(waiting.keySet());
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Has something done later, on the thread that only wakes up others. */
  void later(Duration delay, Runnable wake) {
    synchronized (this) {
      if (!closed) {
        clock.schedule(wake, delay.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** The wait of all is over, now and from now on. */
  void close() {
    List<Waiter> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(waiting.keySet());
      waiting.values().forEach(end -> end.cancel(false));
      waiting.clear();
    }
    all.forEach(Waiter::expire);
  }

  @PreDestroy
  void stop() {
    close();
    clock.shutdownNow();
  }
}
