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
import io.baton.protocol.dataset.DatasetArchive;
import io.baton.protocol.dataset.DatasetCreation;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetPage;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.SignedUrl;
import io.baton.protocol.storage.SignedUrls;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Datasets, and the files that are announced for them. */
@ApplicationScoped
public class Datasets {
  private final DatasetFiles files;
  private final ObjectStorage storage;
  private final DatabaseClock clock;
  private final BatonConfig config;

  Datasets(DatasetFiles files, ObjectStorage storage, DatabaseClock clock, BatonConfig config) {
    this.files = files;
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
    return view(dataset);
  }

  @Transactional
  public Dataset dataset(OwnerScope scope, DatasetId id) {
    return view(
        DatasetEntity.<DatasetEntity>findByIdOptional(id.value())
            .filter(dataset -> isVisible(scope, dataset))
            .orElseThrow(() -> noSuch(id)));
  }

  /** Without its files. */
  @Transactional
  public Dataset require(OwnerScope scope, DatasetId id) {
    return DatasetEntity.<DatasetEntity>findByIdOptional(id.value())
        .filter(dataset -> isVisible(scope, dataset))
        .map(this::viewWithoutFiles)
        .orElseThrow(() -> noSuch(id));
  }

  /** Newest first, without their files; {@code before} is the cursor of the page before. */
  @Transactional
  public DatasetPage page(
      OwnerScope scope, Optional<DatasetStatus> status, Optional<DatasetCursor> before, int limit) {
    StringBuilder where = new StringBuilder("deletedAt is null");
    Parameters parameters = new Parameters();
    scope
        .only()
        .ifPresent(
            owner -> {
              where.append(" and owner = :owner");
              parameters.and("owner", owner.value());
            });
    status.ifPresent(
        wanted -> {
          where.append(" and status = :status");
          parameters.and("status", wanted);
        });
    before.ifPresent(
        cursor -> {
          where.append(" and (createdAt, id) < (:createdAt, :id)");
          parameters.and("createdAt", cursor.createdAt()).and("id", cursor.id().value());
        });
    List<DatasetEntity> found =
        DatasetEntity.<DatasetEntity>find(where + " order by createdAt desc, id desc", parameters)
            .page(0, limit + 1)
            .list();
    List<DatasetEntity> shown = found.subList(0, Math.min(limit, found.size()));
    return new DatasetPage(
        shown.stream().map(this::viewWithoutFiles).toList(),
        found.size() > limit ? Optional.of(cursor(shown.get(limit - 1))) : Optional.empty());
  }

  private static String cursor(DatasetEntity last) {
    return new DatasetCursor(last.createdAt, last.datasetId()).text();
  }

  /** Remembers files and says where to put them. A name that was announced before is replaced. */
  @Transactional
  public SignedUrls announce(OwnerScope scope, DatasetId id, DatasetUploads uploads) {
    reopen(lock(scope, id));
    requireBounds(files.announce(id, uploads.files()));
    return new SignedUrls(
        uploads.files().stream()
            .map(file -> ObjectKeys.ofDatasetFile(id, file))
            .map(this::signedForUpload)
            .toList());
  }

  /** Remembers a zip and says where to put it. One that was announced before is replaced. */
  @Transactional
  public SignedUrl announceArchive(OwnerScope scope, DatasetId id, DatasetArchive archive) {
    DatasetEntity dataset = lock(scope, id);
    reopen(dataset);
    if (archive.size() > config.datasets().maxArchiveBytes()) {
      throw new InvalidFieldException(
          "size",
          "must be at most "
              + config.datasets().maxArchiveBytes()
              + " bytes, as this service is set, not "
              + archive.size());
    }
    if (!dataset.archive().equals(Optional.of(archive))) {
      dataset.archiveSize = archive.size();
      dataset.archiveSha256 = archive.sha256();
      dataset.archiveUnpacked = false;
      files.forgetArchive(id);
    }
    return signedForUpload(ObjectKeys.ofDatasetArchive(id, archive));
  }

  private SignedUrl signedForUpload(String key) {
    return storage.sign(AccessMethod.PUT, key, config.storage().urlExpiry());
  }

  private static void reopen(DatasetEntity dataset) {
    switch (dataset.status) {
      case READY ->
          throw new ProblemException(
              ErrorCode.CONFLICT,
              "Dataset " + dataset.id + " is finalized and takes no more files; create another.");
      case VALIDATING ->
          throw new ProblemException(
              ErrorCode.CONFLICT,
              "Dataset " + dataset.id + " is being checked; announce files when that has ended.");
      case OPEN, INVALID -> {
        dataset.status = DatasetStatus.OPEN;
        dataset.problems = List.of();
        dataset.revision++;
      }
    }
  }

  private void requireBounds(DatasetFiles.Sums sums) {
    if (sums.files() > config.datasets().maxFiles()) {
      throw new InvalidFieldException(
          "files",
          "would make "
              + sums.files()
              + " files; a dataset has at most "
              + config.datasets().maxFiles());
    }
    if (sums.bytes() > config.datasets().maxBytes()) {
      throw new InvalidFieldException(
          "files",
          "would make "
              + sums.bytes()
              + " bytes; a dataset has at most "
              + config.datasets().maxBytes());
    }
  }

  /** The row, until the running transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public DatasetEntity lock(OwnerScope scope, DatasetId id) {
    DatasetEntity dataset = DatasetEntity.findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (dataset == null || !isVisible(scope, dataset)) {
      throw noSuch(id);
    }
    return dataset;
  }

  /** What callers see of a dataset. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Dataset view(DatasetEntity dataset) {
    DatasetFiles.Checked checked = files.checked(dataset.datasetId());
    List<DatasetFile> listed =
        dataset.status == DatasetStatus.VALIDATING
            ? List.of()
            : DatasetFileEntity.ofDataset(dataset.datasetId()).stream()
                .map(DatasetFileEntity::toRecord)
                .toList();
    return dataset.toRecord(checked.files(), checked.sizes(), listed);
  }

  private Dataset viewWithoutFiles(DatasetEntity dataset) {
    DatasetFiles.Checked checked = files.checked(dataset.datasetId());
    return dataset.toRecord(checked.files(), checked.sizes(), List.of());
  }

  private static boolean isVisible(OwnerScope scope, DatasetEntity dataset) {
    return dataset.deletedAt == null && scope.covers(dataset.owner);
  }

  static ProblemException noSuch(DatasetId id) {
    return new ProblemException(ErrorCode.NOT_FOUND, "There is no dataset " + id + ".");
  }
}
