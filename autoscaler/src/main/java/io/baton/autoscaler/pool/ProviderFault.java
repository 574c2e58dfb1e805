package io.baton.autoscaler.pool;

/** Whose fault it is that a provider did not do what it was asked. */
public enum ProviderFault {
  /**
   * This service's: its credentials, its rights or the pool's settings. It stays until an operator
   * changes something.
   */
  CONFIGURATION(false),
  /** Nobody's: the provider has no more machines, or the account's quota is used up. */
  SHORTAGE(true),
  /** The provider's: it cannot be reached, is too slow, or fails. */
  OUTAGE(true),
  /**
   * Nobody's: the provider does not do it now, because of its rate limit, a disruption budget, a
   * rollout, or a change by another at the same time.
   */
  REFUSED(true);

  private final boolean retryable;

  ProviderFault(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same call may succeed later without anybody doing anything. */
  public boolean retryable() {
    return retryable;
  }
}
