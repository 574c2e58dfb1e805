package io.baton.autoscaler.reconcile;

import io.baton.protocol.pool.PoolPolicy;
import java.util.Optional;

/**
 * How a pool is reconciled.
 *
 * @param pool its name, for the log
 * @param ownPolicy the policy as long as nobody set one; empty: the API's defaults
 * @param observer is told what happens
 * @param silent whether the log says nothing of it: it is a simulation
 */
public record ReconcilerSettings(
    String pool, Optional<PoolPolicy> ownPolicy, TickObserver observer, boolean silent) {
  public ReconcilerSettings(String pool, Optional<PoolPolicy> ownPolicy, TickObserver observer) {
    this(pool, ownPolicy, observer, false);
  }

  /** With the API's own defaults, and nothing in the log. */
  public static ReconcilerSettings ofSimulation() {
    return new ReconcilerSettings("simulated", Optional.empty(), TickObserver.NONE, true);
  }

  static ReconcilerSettings of(String pool) {
    return new ReconcilerSettings(pool, Optional.empty(), TickObserver.NONE);
  }
}
