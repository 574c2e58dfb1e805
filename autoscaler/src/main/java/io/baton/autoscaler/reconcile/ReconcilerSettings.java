package io.baton.autoscaler.reconcile;

import io.baton.protocol.pool.PoolPolicy;
import java.util.Optional;

/**
 * How a pool is reconciled.
 *
 * @param pool its name, for the log
 * @param ownPolicy the policy as long as nobody set one; empty: the API's defaults
 * @param observer is told what happens
 */
public record ReconcilerSettings(
    String pool, Optional<PoolPolicy> ownPolicy, TickObserver observer) {
  static ReconcilerSettings of(String pool) {
    return new ReconcilerSettings(pool, Optional.empty(), TickObserver.NONE);
  }
}
