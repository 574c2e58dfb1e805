package io.baton.autoscaler.simulation;

import io.baton.autoscaler.reallocation.Reallocation;
import io.baton.autoscaler.reallocation.ReallocationSettings;
import io.baton.autoscaler.reconcile.Reconciler;
import io.baton.autoscaler.reconcile.ReconcilerSettings;
import java.time.Duration;

/** One look of the service at its pool. */
final class BatonTick {
  /** The service's default. */
  private static final Duration REALLOCATES_EVERY = Duration.ofMinutes(5);

  private BatonTick() {}

  static Runnable of(Rule.Pool pool) {
    Reconciler reconciler =
        new Reconciler(
            pool.api(), pool.provider(), pool.clock(), ReconcilerSettings.ofSimulation());
    Reallocation reallocation =
        new Reallocation(
            pool.api(),
            pool.provider(),
            pool.clock(),
            ReallocationSettings.every(REALLOCATES_EVERY));
    return () -> {
      reconciler.tick();
      reallocation.tick(reconciler.spare(), reconciler.status().nodes());
    };
  }
}
