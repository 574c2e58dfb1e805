package io.baton.api.dataset;

import io.baton.protocol.dataset.DatasetStatus;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The user's images, with captions. */
@Entity
@Table(name = "dataset")
public class DatasetEntity extends PanacheEntityBase {
  @Id public String id;
  public String owner;
  public String name;
  public DatasetStatus status;

  /** Counts announcements. */
  public long revision;

  @Column(name = "created_at")
  public Instant createdAt;
}
