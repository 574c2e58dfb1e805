package io.baton.api.node;

import io.baton.api.job.JobEntity;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A job that a node does not get again. */
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

  /** Bans the job from the node that holds it. */
  public static void ban(JobEntity job, String reason, Instant now) {
    JobBanEntity ban = new JobBanEntity();
    ban.jobId = job.id;
    ban.nodeId = job.nodeId;
    ban.reason = reason;
    ban.createdAt = now;
    ban.persist();
  }

  /** The key in the database. */
  public record Key(String jobId, String nodeId) implements Serializable {}
}
