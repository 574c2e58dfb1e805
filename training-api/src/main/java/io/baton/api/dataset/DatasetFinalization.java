package io.baton.api.dataset;

import io.baton.api.access.OwnerScope;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Has a dataset checked, and waits a moment for the outcome. */
@ApplicationScoped
public class DatasetFinalization {
  private static final Duration FIRST_LOOK = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  private final Datasets datasets;
  private final DatasetFiles files;
  private final ValidationWorkers workers;
  private final ObjectStorage storage;
  private final DatabaseClock clock;

  DatasetFinalization(
      Datasets datasets,
      DatasetFiles files,
      ValidationWorkers workers,
      ObjectStorage storage,
      DatabaseClock clock) {
    this.datasets = datasets;
    this.files = files;
    this.workers = workers;
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * Begins the check, unless the dataset is ready or being checked already.
   *
   * @param longestWait for the outcome
   */
  public Dataset finalizeDataset(OwnerScope scope, DatasetId id, Duration longestWait) {
    Dataset before = datasets.dataset(scope, id);
    if (before.status() == DatasetStatus.READY) {
      return before;
    }
    storage.ensureBucket();
    QuarkusTransaction.requiringNew().run(() -> begin(scope, id));
    workers.wake();
    return outcome(scope, id, longestWait);
  }

  private void begin(OwnerScope scope, DatasetId id) {
    Instant now = clock.now();
    DatasetEntity dataset = datasets.lock(scope, id);
    switch (dataset.status) {
      case OPEN, INVALID -> {
        files.forgetProblems(id);
        dataset.status = DatasetStatus.VALIDATING;
        dataset.validateAt = now;
        dataset.validationTries = 0;
        dataset.problems = List.of();
        dataset.notes = List.of();
      }
      case VALIDATING, READY -> {}
    }
  }

  private Dataset outcome(OwnerScope scope, DatasetId id, Duration longestWait) {
    long deadline = System.nanoTime() + longestWait.toNanos();
    Duration pause = FIRST_LOOK;
    Dataset seen = datasets.dataset(scope, id);
    while (seen.status() == DatasetStatus.VALIDATING && System.nanoTime() < deadline) {
      pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
      seen = datasets.dataset(scope, id);
    }
    return seen;
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the service is stopping", e);
    }
  }
}
