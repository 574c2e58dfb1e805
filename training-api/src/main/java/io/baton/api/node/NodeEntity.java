package io.baton.api.node;

import io.baton.protocol.label.Labels;
import io.baton.protocol.pool.DrainedBy;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A machine that asked for work. What each column means stands beside it in the migration. */
@Entity
@DynamicUpdate
@Table(name = "node")
public class NodeEntity extends PanacheEntityBase {
  @Id public String id;

  @Column(updatable = false)
  public String pool;

  @Column(updatable = false)
  public String host;

  @Column(name = "process_id", updatable = false)
  public long processId;

  @Column(updatable = false)
  public String gpu;

  @Column(name = "gpu_memory", updatable = false)
  public Long gpuMemory;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(updatable = false)
  public Labels labels;

  @Column(name = "first_seen_at", updatable = false)
  public Instant firstSeenAt;

  @Column(name = "last_seen_at", updatable = false)
  public Instant lastSeenAt;

  @Column(updatable = false)
  public boolean online;

  @Column(name = "online_since", updatable = false)
  public Instant onlineSince;

  @Column(name = "quarantined_until")
  public Instant quarantinedUntil;

  @Column(name = "quarantined_at")
  public Instant quarantinedAt;

  @Column(name = "quarantine_reason")
  public String quarantineReason;

  @Column(name = "draining_since")
  public Instant drainingSince;

  @Column(name = "drain_reason")
  public String drainReason;

  @Column(name = "drain_by")
  public DrainedBy drainBy;

  @Column(name = "cleared_at")
  public Instant clearedAt;

  /** Who wants it empty, while it is to become so. */
  DrainedBy drainBy() {
    return drainBy == null ? DrainedBy.OPERATOR : drainBy;
  }

  public boolean quarantinedAt(Instant now) {
    return quarantinedUntil != null && quarantinedUntil.isAfter(now);
  }
}
