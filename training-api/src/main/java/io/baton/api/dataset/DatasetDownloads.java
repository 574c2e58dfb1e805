package io.baton.api.dataset;

import io.baton.api.access.OwnerScope;
import io.baton.api.config.BatonConfig;
import io.baton.api.problem.ProblemException;
import io.baton.api.storage.DownloadName;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetFilePage;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.dataset.StoredDatasetFile;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.storage.SignedUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Leave for owners to download the files of their datasets. */
@ApplicationScoped
public class DatasetDownloads {
  private final Datasets datasets;
  private final ObjectStorage storage;
  private final Duration expiry;

  DatasetDownloads(Datasets datasets, ObjectStorage storage, BatonConfig config) {
    this.datasets = datasets;
    this.storage = storage;
    this.expiry = config.storage().urlExpiry();
  }

  /**
   * Files by name, with fresh addresses. Before its check nobody knows what a dataset's objects
   * hold, so only those of one that is ready are given away.
   *
   * @param after only files whose names come after this one
   */
  @Transactional
  public DatasetFilePage page(OwnerScope scope, DatasetId id, Optional<String> after, int limit) {
    Dataset dataset = datasets.require(scope, id);
    if (dataset.status() != DatasetStatus.READY) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Dataset "
              + id
              + " is "
              + dataset.status().wireName()
              + ": its files can be downloaded once it is ready.");
    }
    List<DatasetFileEntity> found = DatasetFileEntity.after(id, after, limit + 1);
    List<DatasetFileEntity> shown = found.subList(0, Math.min(limit, found.size()));
    return new DatasetFilePage(
        shown.stream().map(file -> signed(id, file)).toList(),
        found.size() > limit ? Optional.of(shown.get(limit - 1).name) : Optional.empty());
  }

  private StoredDatasetFile signed(DatasetId id, DatasetFileEntity file) {
    SignedUrl url =
        storage.signDownload(
            ObjectKeys.ofDatasetFile(id, file.toRecord()), new DownloadName(file.name), expiry);
    return new StoredDatasetFile(
        file.name,
        file.size,
        file.sha256,
        Optional.ofNullable(file.width),
        Optional.ofNullable(file.height),
        url.url(),
        url.expiresAt());
  }
}
