package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.AutoscalerConfig;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviders;
import io.baton.autoscaler.scaling.ScalingPolicy;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;

/** Wires the pool of the configuration to the schedule. */
@Startup
@ApplicationScoped
public class AutoscalerService {
  private final Reconciler reconciler;

  AutoscalerService(AutoscalerConfig config, PoolProviders providers, MeterRegistry metrics) {
    PoolName pool = new PoolName(config.pool());
    ScalingPolicy own =
        new ScalingPolicy(
            config.minNodes(), config.maxNodes(), config.jobsPerNode(), config.idle());
    Clock clock = Clock.systemUTC();
    PoolProvider provider = providers.open(pool);
    PoolsClient pools =
        new PoolsClient(
            new ApiEndpoint(config.api(), config.apiKey().map(ApiKey::new), config.apiTimeout()));
    reconciler =
        new Reconciler(() -> policy(pools, pool, own), () -> pools.demand(pool), provider, clock);
    metrics.gauge("baton.pool.instances", reconciler, r -> r.snapshot().instances().size());
    metrics.gauge("baton.pool.busy", reconciler, r -> r.snapshot().busy().size());
    metrics.gauge("baton.pool.desired", reconciler, r -> r.snapshot().desired().orElse(0));
  }

  /** What operators set at the API; this service's own settings where they set nothing. */
  private static ScalingPolicy policy(PoolsClient pools, PoolName pool, ScalingPolicy own) {
    StoredPoolPolicy stored = pools.policy(pool);
    return stored.isSet() ? ScalingPolicy.of(stored.policy()) : own;
  }

  @Scheduled(
      every = "${baton.autoscaler.reconcile-every}",
      concurrentExecution = ConcurrentExecution.SKIP)
  void tick() {
    reconciler.tick();
  }

  void stop(@Observes ShutdownEvent shutdown) {
    reconciler.stop();
  }

  /** The reconciler of the pool. */
  public Reconciler reconciler() {
    return reconciler;
  }
}
