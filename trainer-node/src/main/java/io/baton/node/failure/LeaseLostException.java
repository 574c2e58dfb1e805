package io.baton.node.failure;

/** The API said that the attempt no longer holds the job. */
public final class LeaseLostException extends Exception {
  private static final long serialVersionUID = 1L;

  public LeaseLostException(String message) {
    super(message);
  }
}
