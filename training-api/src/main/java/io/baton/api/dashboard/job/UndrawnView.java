package io.baton.api.dashboard.job;

import io.baton.protocol.job.sample.UndrawnSamples;
import java.time.Instant;
import java.util.Optional;

/**
 * A step whose images another job draws, or was to draw.
 *
 * @param words what becomes of them
 * @param reason why they are not drawn
 * @param again whether they may be drawn again
 */
public record UndrawnView(
    UndrawnSamples samples, String words, Optional<String> reason, boolean again) {
  static UndrawnView of(UndrawnSamples samples, Instant now) {
    return new UndrawnView(
        samples,
        words(samples),
        samples.reason(),
        samples.retryUntil().filter(now::isBefore).isPresent());
  }

  private static String words(UndrawnSamples samples) {
    return switch (samples.status()) {
      case PENDING -> "wait for a node that is free";
      case INTERRUPTED -> "wait for another node";
      case RUNNING -> "are being drawn, " + samples.drawn() + " of " + samples.images();
      case FAILED, CANCELED, COMPLETED -> "Not drawn";
    };
  }

  /** Whether something still happens to it. */
  public boolean waits() {
    return !samples.status().ended();
  }
}
