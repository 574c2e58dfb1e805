package io.baton.node.models;

import io.baton.node.clock.NodeClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Holds a download to a rate, so that uploads of checkpoints on the same machine get through, and
 * counts it.
 */
final class Pace {
  private final NodeClock clock;
  private final Optional<Long> bytesPerSecond;
  private final LongConsumer counter;
  private final long startedAt;
  private long moved;

  /**
   * A pace that begins now.
   *
   * @param bytesPerSecond at most; empty: as fast as it goes
   * @param counter is told of bytes as they come
   */
  Pace(NodeClock clock, Optional<Long> bytesPerSecond, LongConsumer counter) {
    this.clock = clock;
    this.bytesPerSecond = bytesPerSecond;
    this.counter = counter;
    this.startedAt = clock.nanos();
  }

  /** Returns when the next bytes may be asked for. */
  void moved(int bytes) throws InterruptedException {
    moved += bytes;
    counter.accept(bytes);
    if (bytesPerSecond.isPresent()) {
      long dueAt =
          startedAt + (long) (moved / (double) bytesPerSecond.get() * TimeUnit.SECONDS.toNanos(1));
      long early = dueAt - clock.nanos();
      if (early > 0) {
        clock.pause(Duration.ofNanos(early));
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("fetching a model");
    }
  }
}
