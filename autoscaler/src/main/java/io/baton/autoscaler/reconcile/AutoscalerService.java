package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.AutoscalerConfig;
import io.baton.autoscaler.pool.PoolApi;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviders;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.autoscaler.pool.RestPoolApi;
import io.baton.autoscaler.reallocation.Reallocation;
import io.baton.autoscaler.reallocation.ReallocationSettings;
import io.baton.autoscaler.whatif.PoolPast;
import io.baton.autoscaler.whatif.RestPoolPast;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.pool.PoolName;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Opens every pool of the configuration and works for it. */
@Startup
@ApplicationScoped
public class AutoscalerService {
  private static final Logger LOG = Logger.getLogger(AutoscalerService.class);

  private final List<PoolWorker> workers;

  AutoscalerService(AutoscalerConfig config, PoolProviders providers, MeterRegistry metrics) {
    workers = openOrExit(config, providers, metrics);
    workers.forEach(worker -> worker.start(config.reconcileEvery()));
  }

  /** A bad setting is told in one sentence: thrown, it would stand below a trace. */
  private static List<PoolWorker> openOrExit(
      AutoscalerConfig config, PoolProviders providers, MeterRegistry metrics) {
    try {
      return open(config, providers, metrics);
    } catch (ProviderException bad) {
      LOG.errorf("The autoscaler cannot start: %s", bad.getMessage());
      Quarkus.asyncExit(1);
      return List.of();
    }
  }

  private static List<PoolWorker> open(
      AutoscalerConfig config, PoolProviders providers, MeterRegistry metrics) {
    List<PoolName> pools = providers.pools();
    if (pools.isEmpty()) {
      throw new ProviderException(
          ProviderFault.CONFIGURATION,
          "No pool is configured: set baton.autoscaler.pools.POOL.provider.");
    }
    ApiEndpoint api =
        new ApiEndpoint(config.api(), config.apiKey().map(ApiKey::new), config.apiTimeout());
    String holder = HolderName.ofThisProcess();
    return pools.stream()
        .map(
            pool ->
                worker(
                    new RestPoolApi(pool, holder, config.lease(), api),
                    pool,
                    providers.open(pool),
                    new RestPoolPast(pool, api, Clock.systemUTC()),
                    config,
                    metrics))
        .toList();
  }

  private static PoolWorker worker(
      PoolApi api,
      PoolName pool,
      PoolProvider provider,
      PoolPast past,
      AutoscalerConfig config,
      MeterRegistry registry) {
    Clock clock = Clock.systemUTC();
    PoolMetrics metrics = new PoolMetrics(registry, pool);
    Reconciler reconciler =
        new Reconciler(
            api,
            provider,
            clock,
            new ReconcilerSettings(pool.value(), Optional.of(config.policy().asPolicy()), metrics));
    Reallocation reallocation =
        new Reallocation(
            api,
            provider,
            clock,
            new ReallocationSettings(
                config.reallocateEvery(),
                Optional.of(config.policy().asPolicy()),
                metrics::decided));
    PoolWorker worker =
        new PoolWorker(
            pool,
            api,
            provider,
            reconciler,
            reallocation,
            metrics,
            past,
            config.policy().asPolicy());
    metrics.show(worker::status, clock);
    return worker;
  }

  void stop(@Observes ShutdownEvent shutdown) {
    workers.parallelStream().forEach(PoolWorker::close);
  }

  /** One for each pool. */
  public List<PoolWorker> workers() {
    return workers;
  }

  public Optional<PoolWorker> worker(PoolName pool) {
    return workers.stream().filter(worker -> worker.pool().equals(pool)).findFirst();
  }
}
