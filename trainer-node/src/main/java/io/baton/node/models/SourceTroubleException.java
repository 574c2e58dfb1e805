package io.baton.node.models;

import java.time.Duration;
import java.util.Optional;

/** A source did not answer, broke off, or asks to wait; the message has no full stop. */
final class SourceTroubleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> wait;

  SourceTroubleException(String message) {
    this(message, Optional.empty());
  }

  /**
   * Trouble.
   *
   * @param wait how long the source asks to be left alone
   */
  SourceTroubleException(String message, Optional<Duration> wait) {
    super(message);
    this.wait = wait;
  }

  Optional<Duration> waitAskedFor() {
    return wait;
  }
}
