package io.baton.protocol.client;

import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetCreation;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.storage.SignedUrls;
import java.net.URI;
import java.time.Duration;

/** What users do with datasets. Every call throws {@link ApiException}. */
public final class DatasetsClient {
  private final HttpJson http;

  public DatasetsClient(URI api, Duration timeout) {
    this.http = new HttpJson(api, timeout);
  }

  public Dataset create(DatasetCreation creation) {
    return http.post("v1/datasets", creation, Dataset.class);
  }

  /** Addresses to PUT the files to, in the order of the request. */
  public SignedUrls announce(DatasetId id, DatasetUploads uploads) {
    return http.post("v1/datasets/" + id + "/files", uploads, SignedUrls.class);
  }

  /** Checks every announced file in storage; afterwards jobs may use the dataset. */
  public Dataset finalizeDataset(DatasetId id) {
    return http.post("v1/datasets/" + id + "/finalize", new Empty(), Dataset.class);
  }

  public Dataset dataset(DatasetId id) {
    return http.get("v1/datasets/" + id, Dataset.class);
  }

  private record Empty() {}
}
