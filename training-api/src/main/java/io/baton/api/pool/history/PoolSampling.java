package io.baton.api.pool.history;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.baton.api.config.PoolsConfig;
import io.baton.api.pool.PoolOverviews;
import io.baton.api.pool.demand.Snapshots;
import io.baton.api.pool.policy.Policies;
import io.baton.api.pool.scaler.ScalerLeases;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ProviderReport;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Notes what every pool is about now, and deletes what was noted long ago. */
@ApplicationScoped
public class PoolSampling implements ClusterTask {
  private static final String POOLS =
      """
      select pool from pool_policy union select pool from pool_scaler
      union select pool from node where last_seen_at > baton_now() - interval '1 hour'
      """;
  private static final String NOTE =
      """
      insert into pool_sample (pool, at, claimable, requested, running_nodes, busy_nodes, cost_per_hour)
      values (:pool, baton_now(), :claimable, cast(:requested as integer), :running, :busy,
        cast(:cost as double precision))
      on conflict do nothing
      """;
  private static final String DELETE =
      "delete from pool_sample where at < baton_now() - :keptMillis * interval '1 millisecond'";

  private final EntityManager entities;
  private final Snapshots snapshots;
  private final Policies policies;
  private final ScalerLeases leases;
  private final DatabaseClock clock;
  private final PoolsConfig config;

  PoolSampling(
      EntityManager entities,
      Snapshots snapshots,
      Policies policies,
      ScalerLeases leases,
      DatabaseClock clock,
      BatonConfig config) {
    this.entities = entities;
    this.snapshots = snapshots;
    this.policies = policies;
    this.leases = leases;
    this.clock = clock;
    this.config = config.pools();
  }

  @Override
  public String name() {
    return "samples-of-pools";
  }

  @Override
  public Duration every() {
    return config.sampleInterval();
  }

  @Override
  public void run(TaskRun run) {
    for (PoolName pool : pools()) {
      if (run.stillMine()) {
        sample(pool);
      }
    }
    deleteOld();
  }

  /** A sample of every pool, now. */
  public void sampleAll() {
    pools().forEach(this::sample);
  }

  private List<PoolName> pools() {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              @SuppressWarnings("unchecked")
              List<String> names = entities.createNativeQuery(POOLS, String.class).getResultList();
              return names.stream().map(PoolName::new).toList();
            });
  }

  private void sample(PoolName pool) {
    PoolDemand demand = snapshots.demand(pool);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Optional<ProviderReport> report =
                  PoolOverviews.freshReport(leases.of(pool), clock.now());
              int running = PoolOverviews.running(report, demand.nodes());
              entities
                  .createNativeQuery(NOTE)
                  .setParameter("pool", pool.value())
                  .setParameter("claimable", demand.claimable())
                  .setParameter("requested", report.map(ProviderReport::requested).orElse(null))
                  .setParameter("running", running)
                  .setParameter("busy", demand.busyNodes().size())
                  .setParameter(
                      "cost",
                      policies
                          .of(pool)
                          .policy()
                          .nodePricePerHour()
                          .map(price -> price * running)
                          .orElse(null))
                  .executeUpdate();
            });
  }

  void deleteOld() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(DELETE)
                    .setParameter("keptMillis", config.historyKept().toMillis())
                    .executeUpdate());
  }
}
