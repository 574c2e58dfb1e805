package io.baton.cli.job;

import io.baton.cli.CommandFailedException;
import io.baton.cli.job.LocalImages.LocalImage;
import io.baton.protocol.client.DatasetsClient;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetCreation;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.storage.SignedUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/** Brings local images into storage as a dataset that jobs may use. */
public final class DatasetUpload {
  /** Files that one call may announce. */
  private static final int CALL = 1000;

  private static final int TRIES = 3;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final DatasetsClient datasets;
  private final HttpClient storage =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  public DatasetUpload(DatasetsClient datasets) {
    this.datasets = datasets;
  }

  /** What there is to upload in a directory. */
  public static long bytesIn(Path directory) {
    return LocalImages.in(directory).bytes();
  }

  /**
   * Creates, fills and finalizes a dataset.
   *
   * @param name shown to people
   * @param uploaded is told how many bytes are in storage so far
   */
  public Dataset upload(Path directory, String name, LongConsumer uploaded) {
    LocalImages images = LocalImages.in(directory);
    Dataset dataset = datasets.create(new DatasetCreation(name));
    long done = 0;
    for (int from = 0; from < images.files().size(); from += CALL) {
      List<LocalImage> batch =
          images.files().subList(from, Math.min(from + CALL, images.files().size()));
      List<SignedUrl> urls =
          datasets
              .announce(
                  dataset.id(), new DatasetUploads(batch.stream().map(LocalImage::file).toList()))
              .urls();
      for (int i = 0; i < batch.size(); i++) {
        put(batch.get(i).path(), urls.get(i).url());
        done += batch.get(i).file().size();
        uploaded.accept(done);
      }
    }
    return datasets.finalizeDataset(dataset.id());
  }

  private void put(Path file, URI url) {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> response =
            storage.send(
                HttpRequest.newBuilder(url)
                    .timeout(TIMEOUT)
                    .PUT(BodyPublishers.ofFile(file))
                    .build(),
                BodyHandlers.ofString());
        if (response.statusCode() / 100 == 2) {
          return;
        }
        if (response.statusCode() < 500 || attempt == TRIES) {
          throw new CommandFailedException(
              "Storage refused %s with HTTP %d; submit again."
                  .formatted(file.getFileName(), response.statusCode()));
        }
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw new CommandFailedException(
              "Storage at %s:%d cannot be reached to upload %s; submit again when it is back."
                  .formatted(url.getHost(), url.getPort(), file.getFileName()),
              e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailedException("The upload was interrupted.", e);
      }
    }
  }
}
