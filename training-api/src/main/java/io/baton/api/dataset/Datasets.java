package io.baton.api.dataset;

import io.baton.api.access.OwnerScope;
import io.baton.api.config.BatonConfig;
import io.baton.api.persistence.NewIds;
import io.baton.api.problem.ProblemException;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetCreation;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.SignedUrls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;

/** Datasets and their files. */
@ApplicationScoped
public class Datasets {
  private final ObjectStorage storage;
  private final DatabaseClock clock;
  private final BatonConfig config;

  Datasets(ObjectStorage storage, DatabaseClock clock, BatonConfig config) {
    this.storage = storage;
    this.clock = clock;
    this.config = config;
  }

  @Transactional
  public Dataset create(OwnerName owner, DatasetCreation creation) {
    DatasetEntity dataset = new DatasetEntity();
    dataset.id = NewIds.withPrefix("data");
    dataset.owner = owner.value();
    dataset.name = creation.name();
    dataset.status = DatasetStatus.OPEN;
    dataset.createdAt = clock.now();
    dataset.persist();
    return view(dataset, List.of());
  }

  @Transactional
  public Dataset dataset(OwnerScope scope, DatasetId id) {
    DatasetEntity dataset =
        DatasetEntity.<DatasetEntity>findByIdOptional(id.value())
            .filter(found -> scope.covers(found.owner))
            .orElseThrow(() -> noSuch(id));
    return view(dataset, files(id));
  }

  /** Remembers files and says where to put them. A name that was announced before is replaced. */
  @Transactional
  public SignedUrls announce(OwnerScope scope, DatasetId id, DatasetUploads uploads) {
    DatasetEntity dataset = lock(scope, id);
    if (dataset.status == DatasetStatus.READY) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Dataset " + id + " is finalized and takes no more files; create another.");
    }
    for (DatasetFile file : uploads.files()) {
      DatasetFileEntity row =
          DatasetFileEntity.findById(new DatasetFileEntity.Key(id.value(), file.name()));
      if (row == null) {
        row = new DatasetFileEntity();
        row.datasetId = id.value();
        row.name = file.name();
        row.size = file.size();
        row.sha256 = file.sha256();
        row.persist();
      }
      row.size = file.size();
      row.sha256 = file.sha256();
    }
    requireBounds(files(id));
    dataset.revision++;
    return new SignedUrls(
        uploads.files().stream()
            .map(file -> ObjectKeys.ofDatasetFile(id, file))
            .map(key -> storage.sign(AccessMethod.PUT, key, config.storage().urlExpiry()))
            .toList());
  }

  private void requireBounds(List<DatasetFile> files) {
    if (files.size() > config.datasets().maxFiles()) {
      throw new InvalidFieldException(
          "files",
          "would make "
              + files.size()
              + " files; a dataset has at most "
              + config.datasets().maxFiles());
    }
    long bytes = files.stream().mapToLong(DatasetFile::size).sum();
    if (bytes > config.datasets().maxBytes()) {
      throw new InvalidFieldException(
          "files",
          "would make " + bytes + " bytes; a dataset has at most " + config.datasets().maxBytes());
    }
  }

  static DatasetEntity lock(OwnerScope scope, DatasetId id) {
    DatasetEntity dataset = DatasetEntity.findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (dataset == null || !scope.covers(dataset.owner)) {
      throw noSuch(id);
    }
    return dataset;
  }

  static List<DatasetFile> files(DatasetId id) {
    return DatasetFileEntity.ofDataset(id).stream().map(DatasetFileEntity::toRecord).toList();
  }

  static ProblemException noSuch(DatasetId id) {
    return new ProblemException(ErrorCode.NOT_FOUND, "There is no dataset " + id + ".");
  }

  static Dataset view(DatasetEntity dataset, List<DatasetFile> files) {
    return new Dataset(
        new DatasetId(dataset.id),
        dataset.name,
        dataset.status,
        (int) files.stream().filter(file -> !file.isCaption()).count(),
        files.stream().mapToLong(DatasetFile::size).sum(),
        files,
        dataset.createdAt);
  }
}
