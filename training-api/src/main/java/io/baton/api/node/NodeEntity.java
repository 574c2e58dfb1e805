package io.baton.api.node;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A machine that asked for work. */
@Entity
@Table(name = "node")
public class NodeEntity extends PanacheEntityBase {
  @Id public String id;
  public String pool;
  public String host;

  @Column(name = "process_id")
  public long processId;

  public String gpu;

  @Column(name = "gpu_memory")
  public Long gpuMemory;

  @Column(name = "first_seen_at")
  public Instant firstSeenAt;

  @Column(name = "last_seen_at")
  public Instant lastSeenAt;
}
