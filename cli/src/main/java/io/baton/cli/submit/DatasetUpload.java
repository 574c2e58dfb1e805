package io.baton.cli.submit;

import io.baton.cli.CommandFailedException;
import io.baton.cli.submit.LocalImages.LocalImage;
import io.baton.protocol.client.DatasetsClient;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetCreation;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.storage.SignedUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Brings local images into storage as a dataset that jobs may use. */
public final class DatasetUpload {
  /** Files that one call may announce. */
  private static final int CALL = 1000;

  /** Files that are sent at a time: small ones wait for answers most of the time. */
  private static final int AT_A_TIME = 4;

  private final DatasetsClient datasets;
  private final StorageUpload storage = new StorageUpload();

  public DatasetUpload(DatasetsClient datasets) {
    this.datasets = datasets;
  }

  /** As the other, of all images in a directory. */
  public Dataset upload(Path directory, String name, LongConsumer uploaded) {
    return upload(LocalImages.in(directory), name, uploaded);
  }

  /**
   * Creates, fills and finalizes a dataset.
   *
   * @param name shown to people
   * @param uploaded is told how many bytes are in storage so far
   */
  public Dataset upload(LocalImages images, String name, LongConsumer uploaded) {
    Dataset dataset = datasets.create(new DatasetCreation(name));
    AtomicLong done = new AtomicLong();
    ExecutorService senders = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      for (int from = 0; from < images.files().size(); from += CALL) {
        List<LocalImage> batch =
            images.files().subList(from, Math.min(from + CALL, images.files().size()));
        List<SignedUrl> urls =
            datasets
                .announce(
                    dataset.id(), new DatasetUploads(batch.stream().map(LocalImage::file).toList()))
                .urls();
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
          Path path = batch.get(i).path();
          SignedUrl url = urls.get(i);
          sent.add(
              senders.submit(
                  () -> storage.put(path, url.url(), n -> uploaded.accept(done.addAndGet(n)))));
        }
        sent.forEach(DatasetUpload::await);
      }
    } finally {
      senders.shutdownNow();
    }
    return datasets.finalizeDataset(dataset.id());
  }

  private static void await(Future<?> sent) {
    try {
      sent.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("The upload was interrupted.", e);
    }
  }
}
