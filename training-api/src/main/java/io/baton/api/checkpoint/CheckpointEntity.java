package io.baton.api.checkpoint;

import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.job.Attempt;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A committed checkpoint. */
@Entity
@Table(name = "checkpoint")
public class CheckpointEntity extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Long id;

  @Column(name = "job_id")
  public String jobId;

  public int step;
  public int attempt;

  @Column(name = "manifest_key")
  public String manifestKey;

  @Column(name = "manifest_sha256")
  public String manifestSha256;

  public long bytes;
  public Double loss;

  /** From the node's disk to storage. */
  @Column(name = "upload_seconds")
  public Double uploadSeconds;

  /** What training lost to a checkpoint, as measured last before this one. */
  @Column(name = "cost_seconds")
  public Double costSeconds;

  @Column(name = "committed_at")
  public Instant committedAt;

  @Column(name = "retired_at")
  public Instant retiredAt;

  /** Those that an attempt may start from, newest first. */
  public static List<CheckpointEntity> keptOf(String jobId) {
    return list("jobId = ?1 and retiredAt is null order by step desc, attempt desc", jobId);
  }

  /** Those whose objects are to be deleted. */
  public static List<CheckpointEntity> retiredOf(String jobId) {
    return list("jobId = ?1 and retiredAt is not null order by step, attempt", jobId);
  }

  public static Optional<CheckpointEntity> find(String jobId, int step, int attempt) {
    return find("jobId = ?1 and step = ?2 and attempt = ?3", jobId, step, attempt)
        .firstResultOptional();
  }

  public Checkpoint toRecord() {
    return new Checkpoint(
        step,
        new Attempt(attempt),
        manifestKey,
        manifestSha256,
        bytes,
        Optional.ofNullable(loss),
        committedAt);
  }
}
