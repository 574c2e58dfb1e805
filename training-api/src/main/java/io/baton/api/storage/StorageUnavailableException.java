package io.baton.api.storage;

import io.baton.api.problem.ProblemException;
import io.baton.protocol.problem.ErrorCode;

/** The storage did not answer as it should; the cause is for the log, not for the caller. */
public final class StorageUnavailableException extends ProblemException {
  private static final long serialVersionUID = 1L;

  public StorageUnavailableException(Exception cause) {
    super(
        ErrorCode.STORAGE_UNAVAILABLE,
        "The storage does not answer; nothing was changed, try again.",
        cause);
  }
}
