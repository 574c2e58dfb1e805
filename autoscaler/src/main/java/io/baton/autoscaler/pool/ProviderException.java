package io.baton.autoscaler.pool;

import java.time.Duration;
import java.util.Optional;

/** The provider could not do what it was asked; the message is one sentence that says why. */
public final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProviderFault fault;

  /** Null where the provider says nothing: an Optional cannot be serialized. */
  private final Duration retryAfter;

  public ProviderException(ProviderFault fault, String message) {
    this(fault, message, Optional.empty(), null);
  }

  public ProviderException(ProviderFault fault, String message, Throwable cause) {
    this(fault, message, Optional.empty(), cause);
  }

  /**
   * With the provider's word on when to ask again.
   *
   * @param retryAfter no call of this provider may succeed sooner
   */
  public ProviderException(
      ProviderFault fault, String message, Optional<Duration> retryAfter, Throwable cause) {
    super(message, cause);
    this.fault = fault;
    this.retryAfter = retryAfter.orElse(null);
  }

  public ProviderFault fault() {
    return fault;
  }

  public boolean retryable() {
    return fault.retryable();
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
