package io.baton.api.pool.history;

import io.baton.api.pool.PoolOverviews;
import io.baton.api.pool.scaler.PoolScalerEntity;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.StoredScalingDecision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What pools are about, for monitoring. The gauges come from the database, so that every replica
 * tells the same; pools of which nothing was noted for minutes are left out.
 */
@Startup
@ApplicationScoped
public class PoolMetrics {
  private static final Logger LOG = Logger.getLogger(PoolMetrics.class);
  private static final String NEWEST =
      """
      select distinct on (pool) pool, claimable, cost_per_hour from pool_sample
      where at > baton_now() - interval '5 minutes' order by pool, at desc
      """;
  private static final String DESIRED =
      """
      select pool, cast(cast(decision as jsonb) ->> 'desired' as integer) from pool_scaler
      cross join lateral (
        select decision from scaling_decision
        where scaling_decision.pool = pool_scaler.pool order by sequence desc limit 1) newest
      """;

  private final EntityManager entities;
  private final DatabaseClock clock;
  private final MeterRegistry registry;
  private final MultiGauge claimable;
  private final MultiGauge cost;
  private final MultiGauge replicas;
  private final MultiGauge stockOut;

  PoolMetrics(EntityManager entities, DatabaseClock clock, MeterRegistry registry) {
    this.entities = entities;
    this.clock = clock;
    this.registry = registry;
    this.claimable =
        gauge("baton.pool.claimable", "Jobs that wait and that the pool's nodes may take");
    this.cost = gauge("baton.pool.cost.per.hour", "What the pool's nodes cost in an hour");
    this.replicas =
        gauge("baton.pool.replicas", "Replicas that are desired, were requested, run, …");
    this.stockOut =
        gauge("baton.pool.stockout", "1 while the provider gives fewer than it was asked for");
  }

  private MultiGauge gauge(String name, String text) {
    return MultiGauge.builder(name).description(text).register(registry);
  }

  @Scheduled(
      every = "${baton.metrics.pool-interval:10s}",
      skipExecutionIf = Scheduled.ApplicationNotRunning.class,
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void refresh() {
    try {
      QuarkusTransaction.requiringNew().run(this::read);
    } catch (RuntimeException e) {
      LOG.debug("no metrics of pools could be read", e);
      List.of(claimable, cost, replicas, stockOut)
          .forEach(gauge -> gauge.register(List.of(), true));
    }
  }

  private void read() {
    List<MultiGauge.Row<?>> waiting = new ArrayList<>();
    List<MultiGauge.Row<?>> costs = new ArrayList<>();
    for (Tuple row : rows(NEWEST)) {
      Tags pool = Tags.of("pool", row.get(0, String.class));
      waiting.add(MultiGauge.Row.of(pool, row.get(1, Integer.class)));
      Optional.ofNullable(row.get(2, Double.class))
          .ifPresent(value -> costs.add(MultiGauge.Row.of(pool, value)));
    }
    List<MultiGauge.Row<?>> counted = new ArrayList<>();
    List<MultiGauge.Row<?>> missing = new ArrayList<>();
    for (Tuple row : rows(DESIRED)) {
      counted.add(replicas(row.get(0, String.class), "desired", row.get(1, Integer.class)));
    }
    Instant now = clock.now();
    for (PoolScalerEntity scaler : PoolScalerEntity.<PoolScalerEntity>listAll()) {
      PoolOverviews.freshReport(Optional.of(scaler), now)
          .ifPresent(report -> addReport(scaler.pool, report, counted, missing));
    }
    claimable.register(waiting, true);
    cost.register(costs, true);
    replicas.register(counted, true);
    stockOut.register(missing, true);
  }

  private static void addReport(
      String pool,
      ProviderReport report,
      List<MultiGauge.Row<?>> counted,
      List<MultiGauge.Row<?>> missing) {
    counted.add(replicas(pool, "requested", report.requested()));
    counted.add(replicas(pool, "pending", report.pending()));
    counted.add(replicas(pool, "running", report.running()));
    counted.add(replicas(pool, "stopping", report.stopping()));
    missing.add(
        MultiGauge.Row.of(Tags.of("pool", pool), report.stockOutSince().isPresent() ? 1 : 0));
  }

  private static MultiGauge.Row<?> replicas(String pool, String state, Number value) {
    return MultiGauge.Row.of(Tags.of("pool", pool, "state", state), value);
  }

  @SuppressWarnings("unchecked")
  private List<Tuple> rows(String sql) {
    return entities.createNativeQuery(sql, Tuple.class).getResultList();
  }

  void count(@Observes(during = TransactionPhase.AFTER_SUCCESS) StoredScalingDecision decision) {
    Counter.builder("baton.pool.decisions")
        .description("Decisions about pools, each time one is made")
        .tag("pool", decision.pool().value())
        .tag("action", decision.decision().action().wireName())
        .tag("reason", decision.decision().reason().wireName())
        .register(registry)
        .increment();
  }
}
