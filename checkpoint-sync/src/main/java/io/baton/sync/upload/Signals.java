package io.baton.sync.upload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the upload thread is told by others, and waits for. */
final class Signals {
  private final List<Flush> flushes = new ArrayList<>();
  private boolean look;
  private boolean closed;
  private int flushesSeen;
  private int flushesAsked;

  /** Something may have appeared on disk. */
  synchronized void look() {
    look = true;
    notifyAll();
  }

  /** What was told up to now is being looked at. */
  synchronized void looking() {
    look = false;
    flushesSeen = flushesAsked;
  }

  /** Returns false when it comes too late: the thread is gone, or about to go. */
  synchronized boolean flush(Flush flush) {
    if (closed) {
      return false;
    }
    flushes.add(flush);
    flushesAsked++;
    notifyAll();
    return true;
  }

  /** Nobody waits for it any more. */
  synchronized void abandon(Flush flush) {
    flushes.remove(flush);
  }

  synchronized List<Flush> flushes() {
    return List.copyOf(flushes);
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean closed() {
    return closed;
  }

  /** Waits until there is something to do, or for the time at most. */
  synchronized void await(Optional<Duration> atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.orElse(Duration.ofDays(1)).toNanos();
    while (!look && !closed && flushesSeen == flushesAsked && waitUntil(end)) {
      // Woken for another reason.
    }
  }

  /** Waits between two tries; a flush that comes up is reason to try at once. */
  synchronized void pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    int asked = flushesAsked;
    while (!closed && asked == flushesAsked && waitUntil(end)) {
      // Woken for another reason.
    }
    if (closed) {
      throw new InterruptedException("closed");
    }
  }

  private boolean waitUntil(long end) throws InterruptedException {
    long millis = (end - System.nanoTime() + 999_999) / 1_000_000;
    if (millis <= 0) {
      return false;
    }
    wait(millis);
    return true;
  }
}
