package io.baton.api.dataset;

import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetArchive;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.problem.Problem;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** The user's images, with captions. What each column means stands beside it in the migration. */
@Entity
@DynamicUpdate
@Table(name = "dataset")
public class DatasetEntity extends PanacheEntityBase {
  @Id public String id;

  @Column(updatable = false)
  public String owner;

  public String name;
  public DatasetStatus status;

  /** Counts announcements. */
  public long revision;

  @Column(name = "created_at", updatable = false)
  public Instant createdAt;

  public int files;
  public int images;
  public long bytes;

  @Column(name = "archive_size")
  public Long archiveSize;

  @Column(name = "archive_sha256")
  public String archiveSha256;

  @Column(name = "archive_unpacked")
  public boolean archiveUnpacked;

  @Column(name = "validate_at")
  public Instant validateAt;

  @Column(name = "validation_tries")
  public int validationTries;

  @JdbcTypeCode(SqlTypes.JSON)
  public List<StoredProblem> problems = List.of();

  @JdbcTypeCode(SqlTypes.JSON)
  public List<String> notes = List.of();

  @Column(name = "deleted_at")
  public Instant deletedAt;

  @Column(name = "sweep_at")
  public Instant sweepAt;

  /** A file and what is wrong with it, as the column holds it. */
  public record StoredProblem(String file, String detail) {}

  public DatasetId datasetId() {
    return new DatasetId(id);
  }

  /** The zip that was announced. */
  public Optional<DatasetArchive> archive() {
    return Optional.ofNullable(archiveSize).map(size -> new DatasetArchive(size, archiveSha256));
  }

  /**
   * What callers see.
   *
   * @param checkedFiles how many files are found good or bad
   * @param listed may be left empty
   */
  public Dataset toRecord(
      int checkedFiles, Optional<Dataset.ImageSizes> sizes, List<DatasetFile> listed) {
    return new Dataset(
        datasetId(),
        new OwnerName(owner),
        name,
        status,
        images,
        bytes,
        files,
        checkedFiles,
        archive(),
        sizes,
        problems.stream().map(each -> Problem.FieldError.of(each.file(), each.detail())).toList(),
        notes,
        listed,
        createdAt);
  }
}
