package io.baton.node.failure;

import io.baton.protocol.work.FailureClass;
import java.util.Objects;

/** The attempt cannot go on; the message is one sentence for the user. */
public final class AttemptFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureClass failureClass;

  public AttemptFailedException(FailureClass failureClass, String message, Throwable cause) {
    super(message, cause);
    this.failureClass = Objects.requireNonNull(failureClass, "failureClass");
  }

  public AttemptFailedException(FailureClass failureClass, String message) {
    this(failureClass, message, null);
  }

  public FailureClass failureClass() {
    return failureClass;
  }
}
