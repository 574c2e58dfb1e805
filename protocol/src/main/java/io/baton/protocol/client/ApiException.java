package io.baton.protocol.client;

/** The service did not do what it was asked; either it said why, or it could not be reached. */
public abstract sealed class ApiException extends RuntimeException
    permits RefusedException, UnreachableException {
  private static final long serialVersionUID = 1L;

  ApiException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the same request may succeed later. */
  public abstract boolean retryable();
}
