package io.baton.locals3;

import java.util.Objects;

/** The local S3 server could not be started; the message is one sentence for the user. */
public final class LocalS3Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why the server did not start. */
  public enum Code {
    /** The server's libraries are not there: the module was not built. */
    NOT_BUILT,
    /** Something else listens on the port that was asked for. */
    PORT_IN_USE,
    /** The data directory cannot be made or written. */
    DATA_DIRECTORY,
    /** A bucket's name is not a legal one. */
    BUCKET,
    /** The server ended, or did not answer in time; its log says why. */
    NO_ANSWER
  }

  private final Code code;

  public LocalS3Exception(Code code, String message) {
    this(code, message, null);
  }

  public LocalS3Exception(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  public Code code() {
    return code;
  }
}
