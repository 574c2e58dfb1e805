package io.baton.sdxl.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;

/**
 * A failure that its message explains to the user in one sentence: what is wrong, where, and what
 * to do.
 */
public final class TrainingFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FailureCode code;

  public TrainingFailure(FailureCode code, String message) {
    this(code, message, null);
  }

  public TrainingFailure(FailureCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  public FailureCode code() {
    return code;
  }

  /** Why {@code what} (such as "writing checkpoint-20 in /out") could not be done. */
  public static TrainingFailure ofInputOutput(String what, IOException cause) {
    String reason = reason(cause);
    if (reason.toLowerCase(Locale.ROOT).contains("no space left")
        || reason.toLowerCase(Locale.ROOT).contains("quota exceeded")) {
      return new TrainingFailure(
          FailureCode.DISK_FULL,
          "The disk is full: " + what + " failed; free some space and resume.",
          cause);
    }
    return new TrainingFailure(
        FailureCode.IO_ERROR, capitalized(what) + " failed: " + reason + ".", cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file: " + cause.getMessage();
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "a file is in the way: " + cause.getMessage();
    }
    if (cause instanceof AccessDeniedException) {
      return "access is denied: " + cause.getMessage();
    }
    if (cause instanceof FileSystemException problem && problem.getReason() != null) {
      return problem.getReason() + ": " + problem.getFile();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
