package io.baton.it.fault;

import java.time.Duration;

/**
 * A fault that meets one request.
 *
 * @param place in the bytes that it is about, from 0 (the first) to below 1 (the last)
 * @param delay of {@link Fault#DELAY}
 */
record Strike(Fault fault, double place, Duration delay) {
  static final Strike NONE = new Strike(Fault.NONE, 0, Duration.ZERO);

  /** Which of so many bytes it hits. */
  long byteOf(long bytes) {
    return (long) (place * bytes);
  }
}
