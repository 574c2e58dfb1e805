package io.baton.node.trainer;

import io.baton.protocol.work.FailureClass;
import java.util.Optional;

/** The codes of a trainer's error event, and whose fault each is. */
public enum ErrorKind {
  USAGE("usage", FailureClass.BAD_INPUT),
  BAD_INPUT("bad-input", FailureClass.BAD_INPUT),
  NO_INPUT("no-input", FailureClass.BAD_INPUT),
  DISK_FULL("disk-full", FailureClass.DISK_FULL),
  OUT_OF_MEMORY("out-of-memory", FailureClass.OUT_OF_MEMORY),
  INTERNAL("internal", FailureClass.TRAINER_CRASH);

  private final String code;
  private final FailureClass failureClass;

  ErrorKind(String code, FailureClass failureClass) {
    this.code = code;
    this.failureClass = failureClass;
  }

  public static Optional<ErrorKind> ofCode(String code) {
    for (ErrorKind kind : values()) {
      if (kind.code.equals(code)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  public FailureClass failureClass() {
    return failureClass;
  }
}
