package io.baton.api.artifact;

import io.baton.api.job.JobEntity;
import io.baton.protocol.checkpoint.StoredFile;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.List;

/** A file of the finished LoRA. */
@Entity
@Table(name = "artifact_file")
@IdClass(ArtifactFileEntity.Key.class)
public class ArtifactFileEntity extends PanacheEntityBase {
  @Id
  @Column(name = "job_id")
  public String jobId;

  @Id public String name;
  public int attempt;
  public int step;
  public String key;
  public long size;
  public String sha256;

  public static ArtifactFileEntity of(JobEntity job, int step, StoredFile file) {
    ArtifactFileEntity entity = new ArtifactFileEntity();
    entity.jobId = job.id;
    entity.name = file.name();
    entity.attempt = job.attempt;
    entity.step = step;
    entity.key = file.key();
    entity.size = file.size();
    entity.sha256 = file.sha256();
    return entity;
  }

  public static List<ArtifactFileEntity> ofJob(String jobId) {
    return list("jobId = ?1 order by name", jobId);
  }

  /** Forgets the LoRA of an earlier completion; its objects are swept when the job ends. */
  public static void deleteOf(JobEntity job) {
    delete("jobId", job.id);
  }

  /** The key in the database. */
  public record Key(String jobId, String name) implements Serializable {}
}
