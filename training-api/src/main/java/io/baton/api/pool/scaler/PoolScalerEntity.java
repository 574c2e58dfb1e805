package io.baton.api.pool.scaler;

import io.baton.api.persistence.JsonColumns;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalerLease;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** The autoscaler of a pool, for reading; {@link ScalerLeases} writes it. */
@Entity
@Immutable
@Table(name = "pool_scaler")
public class PoolScalerEntity extends PanacheEntityBase {
  @Id public String pool;

  public String holder;

  @Column(name = "held_since")
  public Instant heldSince;

  @Column(name = "held_until")
  public Instant heldUntil;

  @Column(name = "beat_at")
  public Instant beatAt;

  @Convert(converter = JsonColumns.OfReport.class)
  public ProviderReport report;

  ScalerLease toLease() {
    return new ScalerLease(holder, heldUntil);
  }
}
