package io.baton.api.pool.decision;

import io.baton.api.persistence.JsonColumns;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.StoredScalingDecision;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;

/** A decision about a pool. What each column means stands beside it in the migration. */
@Entity
@DynamicUpdate
@Table(name = "scaling_decision")
public class ScalingDecisionEntity extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Long sequence;

  @Column(updatable = false)
  public String pool;

  @Column(updatable = false)
  public String action;

  @Column(updatable = false)
  public Instant at;

  @Column(name = "last_at")
  public Instant lastAt;

  public int times;

  @Convert(converter = JsonColumns.OfDecision.class)
  public ScalingDecision decision;

  static Optional<ScalingDecisionEntity> newest(PoolName pool) {
    return ScalingDecisionEntity.<ScalingDecisionEntity>find(
            "pool = ?1 order by sequence desc", pool.value())
        .page(0, 1)
        .firstResultOptional();
  }

  StoredScalingDecision toRecord() {
    return new StoredScalingDecision(sequence, new PoolName(pool), at, lastAt, times, decision);
  }
}
