package io.baton.sync;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** A typed failure; the message is one sentence for the user. */
public final class SyncException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SyncError error;

  public SyncException(SyncError error, String message) {
    this(error, message, null);
  }

  public SyncException(SyncError error, String message, Throwable cause) {
    super(message, cause);
    this.error = Objects.requireNonNull(error, "error");
  }

  /** A file of this machine that could not be read or written. */
  public static SyncException local(String doing, Path file, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return interrupted(doing + " " + file, cause);
    }
    String reason = String.valueOf(cause.getMessage());
    return reason.toLowerCase(Locale.ROOT).contains("no space left")
        ? new SyncException(
            SyncError.DISK_FULL, "The disk is full while " + doing + " " + file + ".", cause)
        : new SyncException(
            SyncError.LOCAL_IO,
            "Failed while " + doing + " " + file + ": " + describe(cause) + ".",
            cause);
  }

  /** The calling thread was interrupted; its flag is set again. */
  public static SyncException interrupted(String doing, Throwable cause) {
    Thread.currentThread().interrupt();
    return new SyncException(SyncError.CANCELED, "Canceled while " + doing + ".", cause);
  }

  /** Exceptions of {@code java.nio.file} often say only a path: their type says what happened. */
  public static String describe(Throwable cause) {
    String type = cause.getClass().getSimpleName().replaceAll("Exception$", "");
    return cause.getMessage() == null ? type : type + " (" + cause.getMessage() + ")";
  }

  public SyncError error() {
    return error;
  }

  public boolean retryable() {
    return error.retryable();
  }
}
