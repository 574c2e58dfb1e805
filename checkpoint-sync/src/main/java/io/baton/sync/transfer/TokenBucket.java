package io.baton.sync.transfer;

import java.time.Duration;

/**
 * How long bytes have to wait so that no more than a rate passes. It holds at most a quarter of a
 * second's bytes; who takes more than is there goes into debt, and waits until it is paid. So in
 * any time t at most rate × (t + 1/4 s) bytes pass, and one taking on top.
 */
final class TokenBucket {
  private static final long NANOS_A_SECOND = 1_000_000_000L;
  private static final int HELD_SHARE = 4;

  private final long bytesPerSecond;
  private double held;
  private long lastNanos;

  /**
   * @param nowNanos of any clock that only goes forward
   */
  TokenBucket(long bytesPerSecond, long nowNanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.lastNanos = nowNanos;
    this.held = most();
  }

  private double most() {
    return (double) bytesPerSecond / HELD_SHARE;
  }

  /** Takes the bytes; returns how long they have to wait. */
  synchronized Duration take(long bytes, long nowNanos) {
    long passed = Math.max(0, nowNanos - lastNanos);
    lastNanos += passed;
    held = Math.min(most(), held + (double) bytesPerSecond * passed / NANOS_A_SECOND) - bytes;
    return held >= 0
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil(-held * NANOS_A_SECOND / bytesPerSecond));
  }
}
