package io.baton.api.sample;

import io.baton.api.persistence.JsonColumns;
import io.baton.protocol.checkpoint.StoredFile;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sample images of a step. */
@Entity
@Table(name = "sample_set")
@IdClass(SampleSetEntity.Key.class)
public class SampleSetEntity extends PanacheEntityBase {
  @Id
  @Column(name = "job_id")
  public String jobId;

  @Id public int step;
  public int attempt;

  /** The job that drew them, below whose prefix they lie; null: the attempt did. */
  @Column(name = "sampler_id")
  public String samplerId;

  public String prompt;
  public long seed;

  @Column(name = "inference_steps")
  public int inferenceSteps;

  @Convert(converter = JsonColumns.OfStoredFiles.class)
  public List<StoredFile> images;

  @Column(name = "committed_at")
  public Instant committedAt;

  public static Optional<SampleSetEntity> find(String jobId, int step) {
    return find("jobId = ?1 and step = ?2", jobId, step).firstResultOptional();
  }

  /** Sets of larger steps, by step. */
  static List<SampleSetEntity> after(String jobId, int step, int limit) {
    return SampleSetEntity.<SampleSetEntity>find(
            "jobId = ?1 and step > ?2 order by step", jobId, step)
        .page(0, limit)
        .list();
  }

  /** Steps whose images are stored. */
  public static List<Integer> stepsOf(String jobId) {
    return SampleSetEntity.<SampleSetEntity>list("jobId = ?1 order by step", jobId).stream()
        .map(set -> set.step)
        .toList();
  }

  /** The objects of sets that show a job or were drawn by it. */
  public static List<String> keysAt(String jobId) {
    return SampleSetEntity.<SampleSetEntity>list("jobId = ?1 or samplerId = ?1", jobId).stream()
        .flatMap(set -> set.images.stream())
        .map(StoredFile::key)
        .toList();
  }

  /** The key in the database. */
  public record Key(String jobId, int step) implements Serializable {}
}
