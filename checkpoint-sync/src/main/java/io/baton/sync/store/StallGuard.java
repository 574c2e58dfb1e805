package io.baton.sync.store;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Breaks a transfer that moves no byte for a while. The JDK's HTTP client bounds the time to a
 * response, not that of bodies, and a whole transfer has no useful bound: a large file on a slow
 * link may take an hour.
 */
public final class StallGuard implements AutoCloseable {
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "checkpoint-sync-stall-guard");
            thread.setDaemon(true);
            return thread;
          });

  private final AtomicLong lastProgress = new AtomicLong(System.nanoTime());
  private final AtomicBoolean stalled = new AtomicBoolean();
  private final ScheduledFuture<?> check;

  /** Watches from now on; the transfer is broken again and again until this is closed. */
  public StallGuard(Duration limit, Runnable breakTransfer) {
    long nanos = limit.toNanos();
    long period = Math.max(1, nanos / 4);
    check =
        WATCH.scheduleAtFixedRate(
            () -> {
              if (System.nanoTime() - lastProgress.get() > nanos) {
                // Again at every check: what there is to break may only just have come up.
                stalled.set(true);
                breakTransfer.run();
              }
            },
            period,
            period,
            TimeUnit.NANOSECONDS);
  }

  /** A byte was moved. */
  public void progress() {
    lastProgress.set(System.nanoTime());
  }

  /** Whether it broke the transfer. */
  public boolean stalled() {
    return stalled.get();
  }

  @Override
  public void close() {
    check.cancel(false);
  }
}
