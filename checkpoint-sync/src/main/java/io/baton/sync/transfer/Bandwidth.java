package io.baton.sync.transfer;

import io.baton.sync.SyncException;
import io.baton.sync.store.Pace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes a second may move, in both directions together, over everything that shares this
 * object.
 */
public final class Bandwidth implements Pace {
  /** Slower would look like a connection that has stalled. */
  public static final long LEAST_BYTES_PER_SECOND = 64L << 10;

  private static final Bandwidth UNLIMITED = new Bandwidth(Optional.empty());

  private final Optional<TokenBucket> bucket;

  private Bandwidth(Optional<TokenBucket> bucket) {
    this.bucket = bucket;
  }

  public static Bandwidth unlimited() {
    return UNLIMITED;
  }

  /**
   * @param bytesPerSecond at least 65,536
   */
  public static Bandwidth of(long bytesPerSecond) {
    if (bytesPerSecond < LEAST_BYTES_PER_SECOND) {
      throw new IllegalArgumentException(
          "the bandwidth must be at least "
              + LEAST_BYTES_PER_SECOND
              + " bytes a second, not "
              + bytesPerSecond);
    }
    return new Bandwidth(Optional.of(new TokenBucket(bytesPerSecond, System.nanoTime())));
  }

  @Override
  public void take(int bytes) {
    if (bucket.isEmpty()) {
      return;
    }
    Duration wait = bucket.get().take(bytes, System.nanoTime());
    try {
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    } catch (InterruptedException e) {
      throw SyncException.interrupted("waiting for bandwidth", e);
    }
  }
}
