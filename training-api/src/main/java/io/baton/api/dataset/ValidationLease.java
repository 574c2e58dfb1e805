package io.baton.api.dataset;

import io.baton.protocol.dataset.DatasetId;
import java.time.Duration;
import java.time.Instant;

/** One replica's hold on the check of a dataset. For one thread. */
final class ValidationLease {
  private static final long RENEW_AFTER = Duration.ofSeconds(20).toNanos();

  private final ValidationQueue queue;
  private final DatasetId dataset;
  private Instant until;
  private long renewedAt = System.nanoTime();

  ValidationLease(ValidationQueue queue, ValidationQueue.Taken taken) {
    this.queue = queue;
    this.dataset = taken.dataset();
    this.until = taken.until();
  }

  DatasetId dataset() {
    return dataset;
  }

  /** What tells this hold from any other. */
  Instant until() {
    return until;
  }

  /**
   * To be called between the steps of long work.
   *
   * @throws LostException when another replica goes on with it, or the dataset was deleted
   */
  void keep() {
    if (System.nanoTime() - renewedAt > RENEW_AFTER) {
      renewedAt = System.nanoTime();
      until = queue.renew(dataset, until).orElseThrow(LostException::new);
    }
  }

  void putBack(Duration delay) {
    queue.putBack(dataset, until, Math.toIntExact(delay.toSeconds()));
  }

  /** The check is nobody's or another replica's now. */
  static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
