package io.baton.autoscaler.pool;

/** The provider could not do what it was asked; the message is one sentence that says why. */
public final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProviderException(String message, Throwable cause) {
    super(message, cause);
  }
}
