package io.baton.api.dataset;

import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A file that was announced, and once the dataset is ready, checked. */
@Entity
@Table(name = "dataset_file")
@IdClass(DatasetFileEntity.Key.class)
public class DatasetFileEntity extends PanacheEntityBase {
  @Id
  @Column(name = "dataset_id")
  public String datasetId;

  @Id public String name;
  public long size;
  public String sha256;

  @Column(name = "from_archive")
  public boolean fromArchive;

  @Column(name = "checked_at")
  public Instant checkedAt;

  /** The end of a sentence that begins with the name. */
  public String problem;

  /** Of an image that was found good, in pixels. */
  public Integer width;

  public Integer height;

  /** By name. */
  public static List<DatasetFileEntity> ofDataset(DatasetId dataset) {
    return list("datasetId = ?1 order by name", dataset.value());
  }

  /** By name, those after a name; all of them without one. */
  static List<DatasetFileEntity> after(DatasetId dataset, Optional<String> name, int limit) {
    return DatasetFileEntity.<DatasetFileEntity>find(
            "datasetId = ?1 and name > ?2 order by name", dataset.value(), name.orElse(""))
        .page(0, limit)
        .list();
  }

  public DatasetFile toRecord() {
    return new DatasetFile(name, size, sha256);
  }

  /** The key in the database. */
  public record Key(String datasetId, String name) implements Serializable {}
}
