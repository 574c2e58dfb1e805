package io.baton.api.upload;

import io.baton.api.lease.LeaseToken;
import io.baton.protocol.storage.Upload;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** An object that comes in parts. */
@Entity
@Table(name = "multipart_upload")
public class UploadEntity extends PanacheEntityBase {
  @Id public String id;

  @Column(name = "job_id")
  public String jobId;

  public int attempt;
  public String key;
  public long size;

  @Column(name = "part_size")
  public long partSize;

  /** The storage's name for it; null until storage has answered. */
  @Column(name = "storage_id")
  public String storageId;

  @Column(name = "started_at")
  public Instant startedAt;

  @Column(name = "completed_at")
  public Instant completedAt;

  static Optional<UploadEntity> find(LeaseToken token, String id) {
    return find(
            "id = ?1 and jobId = ?2 and attempt = ?3",
            id,
            token.job().value(),
            token.attempt().number())
        .firstResultOptional();
  }

  static long unfinished(String jobId, int attempt) {
    return count("jobId = ?1 and attempt = ?2 and completedAt is null", jobId, attempt);
  }

  PartLayout layout() {
    return new PartLayout(size, partSize);
  }

  Upload toRecord() {
    return new Upload(id, key, size, partSize, layout().parts());
  }
}
