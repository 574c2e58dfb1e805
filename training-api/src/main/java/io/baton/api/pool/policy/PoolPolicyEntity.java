package io.baton.api.pool.policy;

import io.baton.api.persistence.JsonColumns;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;

/** A policy that an operator set. What each column means stands beside it in the migration. */
@Entity
@DynamicUpdate
@Table(name = "pool_policy")
public class PoolPolicyEntity extends PanacheEntityBase {
  @Id public String pool;

  @Convert(converter = JsonColumns.OfPolicy.class)
  public PoolPolicy policy;

  @Column(name = "node_price_per_hour")
  public Double nodePricePerHour;

  public long version;

  @Column(name = "updated_at")
  public Instant updatedAt;

  @Column(name = "updated_by")
  public String updatedBy;

  StoredPoolPolicy toRecord() {
    return new StoredPoolPolicy(
        new PoolName(pool),
        policy,
        version,
        Optional.of(updatedAt),
        Optional.ofNullable(updatedBy));
  }
}
