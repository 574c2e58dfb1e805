package io.baton.api.pool;

import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.StoredPoolPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** How pools are sized, and what their nodes cost. */
@ApplicationScoped
@Transactional
public class Policies {
  private static final String SET =
      """
      insert into pool_policy (pool, min_nodes, max_nodes, jobs_per_node, idle_seconds, drain_seconds,
        node_price_per_hour, updated_at)
      values (:pool, :minNodes, :maxNodes, :jobsPerNode, :idleSeconds, :drainSeconds,
        cast(:price as double precision), baton_now())
      on conflict (pool) do update set
        min_nodes = excluded.min_nodes, max_nodes = excluded.max_nodes,
        jobs_per_node = excluded.jobs_per_node, idle_seconds = excluded.idle_seconds,
        drain_seconds = excluded.drain_seconds,
        node_price_per_hour = excluded.node_price_per_hour, updated_at = excluded.updated_at
      """;

  private final EntityManager entities;

  Policies(EntityManager entities) {
    this.entities = entities;
  }

  /** The defaults where nobody set one. */
  public StoredPoolPolicy of(PoolName pool) {
    return PoolPolicyEntity.<PoolPolicyEntity>findByIdOptional(pool.value())
        .map(PoolPolicyEntity::toRecord)
        .orElseGet(
            () ->
                new StoredPoolPolicy(
                    pool, PoolPolicy.DEFAULT, 0, Optional.empty(), Optional.empty()));
  }

  /** Replaces the whole policy. */
  public StoredPoolPolicy set(PoolName pool, PoolPolicy policy) {
    entities
        .createNativeQuery(SET)
        .setParameter("pool", pool.value())
        .setParameter("minNodes", policy.minReplicas())
        .setParameter("maxNodes", policy.maxReplicas())
        .setParameter("jobsPerNode", policy.jobsPerNode())
        .setParameter("idleSeconds", policy.idleSeconds())
        .setParameter("drainSeconds", policy.drainSeconds())
        .setParameter("price", policy.nodePricePerHour().orElse(null))
        .executeUpdate();
    return of(pool);
  }
}
