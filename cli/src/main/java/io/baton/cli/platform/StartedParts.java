package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What was started and must be stopped, in the opposite order. It can be closed at any moment from
 * any thread: what is started later is closed at once.
 */
final class StartedParts implements AutoCloseable {
  /** Longer than any part takes to start or to say that it cannot. */
  private static final long STARTERS_SECONDS = 90;

  private final ExecutorService starters = Executors.newCachedThreadPool();
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private Reaper reaper;
  private boolean closing;
  private volatile boolean allStopped = true;

  /** Runs a start beside others. */
  CompletableFuture<Void> inBackground(Runnable start) {
    return CompletableFuture.runAsync(start, starters);
  }

  /** Returns when it has started, or throws why it did not. */
  static void await(CompletableFuture<Void> start) {
    try {
      start.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Remembers what to close, or closes it at once when everything is being stopped already. */
  <T extends AutoCloseable> T keep(T part) {
    synchronized (started) {
      if (!closing) {
        started.push(part);
        return part;
      }
    }
    closeOne(part);
    throw new CommandFailedException("The platform was stopped while it started.");
  }

  /** Told that nothing is left, but only if that is so. */
  void endWith(Reaper newReaper) {
    synchronized (started) {
      reaper = newReaper;
    }
  }

  boolean isClosing() {
    synchronized (started) {
      return closing;
    }
  }

  /** Returns when everything has stopped, also if another thread stops it. */
  @Override
  public void close() {
    if (!begin()) {
      closed.join();
      return;
    }
    starters.shutdown();
    closeStarted();
    awaitStarters();
    synchronized (started) {
      if (reaper != null && allStopped) {
        reaper.close();
      }
    }
    closed.complete(null);
  }

  /** False when another thread closes already. */
  private boolean begin() {
    synchronized (started) {
      boolean first = !closing;
      closing = true;
      return first;
    }
  }

  private void closeStarted() {
    while (true) {
      AutoCloseable part;
      synchronized (started) {
        part = started.poll();
      }
      if (part == null) {
        return;
      }
      closeOne(part);
    }
  }

  /** One part that does not stop must not keep the others running. */
  private void closeOne(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      // The reaper ends it once this process is gone.
      allStopped = false;
    }
  }

  /** A start that was under way closes what it started when it is done. */
  private void awaitStarters() {
    try {
      if (!starters.awaitTermination(STARTERS_SECONDS, TimeUnit.SECONDS)) {
        allStopped = false;
      }
    } catch (InterruptedException e) {
      allStopped = false;
      Thread.currentThread().interrupt();
    }
  }
}
