package io.baton.protocol.client;

import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetArchive;
import io.baton.protocol.dataset.DatasetCreation;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.storage.SignedUrl;
import io.baton.protocol.storage.SignedUrls;
import java.time.Duration;

/** What users do with datasets. Every call throws {@link ApiException}. */
public final class DatasetsClient {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  private final HttpJson http;

  public DatasetsClient(ApiEndpoint api) {
    this.http = new HttpJson(api);
  }

  public Dataset create(DatasetCreation creation) {
    return http.post("v1/datasets", creation, Dataset.class);
  }

  /** Addresses to PUT the files to, in the order of the request. */
  public SignedUrls announce(DatasetId id, DatasetUploads uploads) {
    return http.post("v1/datasets/" + id + "/files", uploads, SignedUrls.class);
  }

  /** Where to PUT a zip that holds files. */
  public SignedUrl announceArchive(DatasetId id, DatasetArchive archive) {
    return http.post("v1/datasets/" + id + "/archive", archive, SignedUrl.class);
  }

  /**
   * Has every announced file in storage checked and waits for the outcome; afterwards jobs may use
   * the dataset.
   *
   * @throws RefusedException with {@code invalid-dataset} and an entry for each bad file
   */
  public Dataset finalizeDataset(DatasetId id) {
    Dataset dataset = http.post("v1/datasets/" + id + "/finalize", new Empty(), Dataset.class);
    while (dataset.status() == DatasetStatus.VALIDATING) {
      pause();
      dataset = dataset(id);
    }
    if (dataset.status() == DatasetStatus.READY) {
      return dataset;
    }
    throw new RefusedException(
        dataset.problems().isEmpty()
            ? Problem.of(ErrorCode.CONFLICT, "Dataset " + id + " was changed while it was checked.")
            : dataset.invalid());
  }

  private void pause() {
    try {
      Thread.sleep(POLL_INTERVAL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(http.api(), "the call was interrupted", e);
    }
  }

  public Dataset dataset(DatasetId id) {
    return http.get("v1/datasets/" + id, Dataset.class);
  }

  private record Empty() {}
}
