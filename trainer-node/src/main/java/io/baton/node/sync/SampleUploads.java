package io.baton.node.sync;

import io.baton.node.trainer.TrainerEvent;
import io.baton.node.trainer.TrainerEvent.ValidationImageDrawn;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.job.sample.SampleCommit;
import io.baton.sync.SyncException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Stores and commits the sample images of a step once the trainer has drawn them all, on a thread
 * of its own. They are for people to look at: the training never waits for them, and what cannot be
 * stored is told and forgotten.
 */
public final class SampleUploads implements AutoCloseable {
  /** Where they go. Both throw {@link SyncException} when that fails for too long. */
  interface Storage {
    StoredFile store(int step, String name, Path file);

    void commit(SampleCommit commit);
  }

  private static final Logger LOG = System.getLogger(SampleUploads.class.getName());

  private final Storage storage;
  private final Consumer<String> told;
  private final Map<Integer, SortedMap<Integer, Path>> drawn = new HashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread uploads = new Thread(task, "sample-uploads");
            uploads.setDaemon(true);
            return uploads;
          });

  private SampleUploads(Storage storage, Consumer<String> told) {
    this.storage = storage;
    this.told = told;
  }

  static SampleUploads start(Storage storage, Consumer<String> told) {
    return new SampleUploads(storage, told);
  }

  /** Notes an image; when it is the last of its step, they are sent. */
  public synchronized void on(TrainerEvent event) {
    if (!(event instanceof ValidationImageDrawn image) || thread.isShutdown()) {
      return;
    }
    SortedMap<Integer, Path> ofStep = drawn.computeIfAbsent(image.step(), step -> new TreeMap<>());
    ofStep.put(image.image(), image.path());
    if (ofStep.size() >= image.images()) {
      drawn.remove(image.step());
      thread.execute(() -> send(image.step(), List.copyOf(ofStep.values())));
    }
  }

  private void send(int step, List<Path> images) {
    try {
      List<StoredFile> stored = new ArrayList<>();
      for (Path image : images) {
        stored.add(storage.store(step, "image-" + stored.size() + ".png", image));
      }
      storage.commit(new SampleCommit(step, stored));
      LOG.log(Level.INFO, () -> "Sample images of step " + step + " are committed");
    } catch (SyncException e) {
      String text = "The sample images of step " + step + " could not be stored: " + e.getMessage();
      LOG.log(Level.WARNING, text);
      told.accept(text);
    }
  }

  /**
   * Waits until all that were drawn are stored or given up.
   *
   * @param atMost longer than this is not waited
   */
  public void flush(Duration atMost) throws InterruptedException {
    Future<?> last = thread.submit(() -> {});
    try {
      last.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      told.accept("The last sample images were not stored in time.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a task that does nothing failed", e);
    }
  }

  /** Ends at once whatever is under way. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
