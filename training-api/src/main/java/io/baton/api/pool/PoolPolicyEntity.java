package io.baton.api.pool;

import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;

/** A policy that an operator set, for reading; {@link Policies} writes it. */
@Entity
@Immutable
@Table(name = "pool_policy")
public class PoolPolicyEntity extends PanacheEntityBase {
  @Id public String pool;

  @Column(name = "min_nodes")
  public int minNodes;

  @Column(name = "max_nodes")
  public int maxNodes;

  @Column(name = "jobs_per_node")
  public int jobsPerNode;

  @Column(name = "idle_seconds")
  public int idleSeconds;

  @Column(name = "drain_seconds")
  public int drainSeconds;

  @Column(name = "node_price_per_hour")
  public Double nodePricePerHour;

  @Column(name = "updated_at")
  public Instant updatedAt;

  StoredPoolPolicy toRecord() {
    return new StoredPoolPolicy(
        new PoolName(pool),
        PoolPolicy.DEFAULT.toBuilder()
            .replicas(minNodes, maxNodes)
            .jobsPerNode(jobsPerNode)
            .idleSeconds(idleSeconds, idleSeconds)
            .drainSeconds(drainSeconds)
            .nodePricePerHour(Optional.ofNullable(nodePricePerHour))
            .build(),
        1,
        Optional.of(updatedAt),
        Optional.empty());
  }
}
