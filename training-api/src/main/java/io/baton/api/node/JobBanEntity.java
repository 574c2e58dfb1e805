package io.baton.api.node;

import io.baton.protocol.job.JobId;
import io.baton.protocol.node.Ban;
import io.baton.protocol.node.NodeId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A job that a node does not get again, for reading; {@link Bans} makes them. */
@Entity
@Table(name = "job_ban")
@IdClass(JobBanEntity.Key.class)
public class JobBanEntity extends PanacheEntityBase {
  @Id
  @Column(name = "job_id")
  public String jobId;

  @Id
  @Column(name = "node_id")
  public String nodeId;

  public String reason;

  @Column(name = "created_at")
  public Instant createdAt;

  Ban toRecord() {
    return new Ban(new JobId(jobId), new NodeId(nodeId), reason, createdAt);
  }

  /** The key in the database. */
  public record Key(String jobId, String nodeId) implements Serializable {}
}
