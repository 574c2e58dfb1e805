package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.PoolApi;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalerLease;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Whether this autoscaler is the one that may act on a pool. An answer of the API counts for the
 * length of the lease from before it was asked for, so the clocks of the two need not agree.
 */
final class Leadership {
  private static final Logger LOG = Logger.getLogger(Leadership.class);

  private final PoolApi api;
  private final Clock clock;
  private final String pool;
  private final boolean silent;

  private Instant until = Instant.MIN;
  private Optional<String> holder = Optional.empty();

  Leadership(PoolApi api, Clock clock, ReconcilerSettings settings) {
    this.api = api;
    this.clock = clock;
    this.pool = settings.pool();
    this.silent = settings.silent();
  }

  /** Asks the API; says once when the answer is another than before. */
  boolean ask(Optional<ProviderReport> report) {
    Instant before = clock.instant();
    ScalerLease lease = api.beat(report);
    boolean ours = lease.holder().equals(api.holder());
    if (!silent && !holder.equals(Optional.of(lease.holder()))) {
      LOG.info(
          ours
              ? "pool " + pool + " is sized by this autoscaler, " + api.holder()
              : "pool " + pool + " is sized by " + lease.holder() + ": this autoscaler stands by");
    }
    holder = Optional.of(lease.holder());
    until = ours ? before.plus(api.lease()) : Instant.MIN;
    return ours;
  }

  boolean held() {
    return clock.instant().isBefore(until);
  }

  /** Who sizes the pool, as far as is known. */
  Optional<String> holder() {
    return holder;
  }
}
