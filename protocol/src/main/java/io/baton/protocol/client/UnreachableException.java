package io.baton.protocol.client;

import java.net.URI;

/** No answer, or one that is not the service's: it may have done what it was asked, or not. */
public final class UnreachableException extends ApiException {
  private static final long serialVersionUID = 1L;

  public UnreachableException(URI api, String why, Throwable cause) {
    super("The Baton API at " + api + " cannot be reached: " + why, cause);
  }

  @Override
  public boolean retryable() {
    return true;
  }
}
