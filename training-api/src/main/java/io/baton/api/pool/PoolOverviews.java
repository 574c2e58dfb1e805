package io.baton.api.pool;

import io.baton.api.pool.decision.Decisions;
import io.baton.api.pool.demand.Snapshots;
import io.baton.api.pool.policy.Policies;
import io.baton.api.pool.scaler.PoolScalerEntity;
import io.baton.api.pool.scaler.ScalerLeases;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolOverview;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalerLease;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.problem.ErrorCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What operators see of a pool at a glance. */
@ApplicationScoped
public class PoolOverviews {
  /** A report that is older says nothing about now. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final Snapshots snapshots;
  private final Policies policies;
  private final ScalerLeases leases;
  private final Decisions decisions;
  private final DatabaseClock clock;

  PoolOverviews(
      Snapshots snapshots,
      Policies policies,
      ScalerLeases leases,
      Decisions decisions,
      DatabaseClock clock) {
    this.snapshots = snapshots;
    this.policies = policies;
    this.leases = leases;
    this.decisions = decisions;
    this.clock = clock;
  }

  /**
   * A pool that has, or had within the last 30 days, nodes, a policy or an autoscaler.
   *
   * @throws ProblemException with {@code not-found} for any other
   */
  public PoolOverview of(PoolName pool) {
    PoolDemand demand = snapshots.demand(pool);
    return QuarkusTransaction.requiringNew().call(() -> of(pool, demand));
  }

  private PoolOverview of(PoolName pool, PoolDemand demand) {
    Instant now = clock.now();
    StoredPoolPolicy policy = policies.of(pool);
    Optional<PoolScalerEntity> scaler = leases.of(pool);
    if (!policy.isSet() && scaler.isEmpty() && demand.nodes().equals(NodeCounts.NONE)) {
      throw new ProblemException(
          ErrorCode.NOT_FOUND, "Pool " + pool + " has no nodes, no policy and no autoscaler.");
    }
    return new PoolOverview(
        pool,
        policy.version(),
        policy.policy().paused(),
        policy.policy().dryRun(),
        new PoolOverview.DemandInShort(
            demand.claimable(),
            demand.moreClaimable(),
            demand.running(),
            demand.oldestWaitSeconds()),
        demand.nodes(),
        scaler.map(row -> row.report),
        scaler.filter(row -> row.report != null).map(row -> row.beatAt),
        scaler
            .filter(row -> row.heldUntil.isAfter(now))
            .map(row -> new ScalerLease(row.holder, row.heldUntil)),
        policy
            .policy()
            .nodePricePerHour()
            .map(price -> price * running(freshReport(scaler, now), demand.nodes())),
        decisions.newest(pool));
  }

  /** What the provider runs now, if that is known. */
  public static Optional<ProviderReport> freshReport(
      Optional<PoolScalerEntity> scaler, Instant now) {
    return scaler.filter(row -> row.beatAt.isAfter(now.minus(FRESH))).map(row -> row.report);
  }

  /** Nodes that run, and cost. */
  public static int running(Optional<ProviderReport> report, NodeCounts nodes) {
    return report
        .map(ProviderReport::running)
        .orElse(nodes.idle() + nodes.busy() + nodes.draining() + nodes.quarantined());
  }
}
