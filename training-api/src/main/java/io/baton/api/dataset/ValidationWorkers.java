package io.baton.api.dataset;

import io.baton.api.background.BackgroundExecutor;
import io.baton.api.dataset.DatasetEntity.StoredProblem;
import io.baton.api.storage.StorageUnavailableException;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Checks datasets in the background, a few at a time. What a replica left behind when it died is
 * taken up by another once the replica's hold has run out.
 */
@ApplicationScoped
public class ValidationWorkers {
  private static final Logger LOG = Logger.getLogger(ValidationWorkers.class);
  private static final int WORKERS = 3;
  private static final int MAX_TRIES = 5;
  private static final Duration STORAGE_PAUSE = Duration.ofSeconds(10);

  private final ValidationQueue queue;
  private final DatasetValidation validation;
  private final ValidationOutcome outcome;
  private final ExecutorService workers = BackgroundExecutor.threads(WORKERS, "dataset");
  private final Semaphore idle = new Semaphore(WORKERS);

  ValidationWorkers(
      ValidationQueue queue, DatasetValidation validation, ValidationOutcome outcome) {
    this.queue = queue;
    this.validation = validation;
    this.outcome = outcome;
  }

  /** Has somebody look whether there is a dataset to check. */
  @Scheduled(every = "${baton.datasets.poll-interval:5s}")
  public void wake() {
    if (idle.tryAcquire()) {
      try {
        workers.execute(this::work);
      } catch (RejectedExecutionException stopping) {
        idle.release();
      }
    }
  }

  private void work() {
    try {
      for (Optional<ValidationQueue.Taken> taken = queue.take();
          taken.isPresent();
          taken = queue.take()) {
        check(taken.get());
      }
    } catch (RuntimeException e) {
      LOG.warnf("datasets to check cannot be looked for: %s", e);
    } finally {
      idle.release();
    }
  }

  private void check(ValidationQueue.Taken taken) {
    ValidationLease lease = new ValidationLease(queue, taken);
    try {
      if (taken.tries() > MAX_TRIES) {
        LOG.errorf("dataset %s could not be checked in %d tries", taken.dataset(), MAX_TRIES);
        outcome.invalid(
            lease,
            List.of(
                new StoredProblem(
                    DatasetRules.ALL, "cannot be checked: the service failed, its log says more")),
            List.of());
        return;
      }
      validation.validate(lease);
    } catch (ValidationLease.LostException deletedOrTakenOver) {
      LOG.debugf("the check of dataset %s is no longer this replica's", taken.dataset());
    } catch (StorageUnavailableException e) {
      LOG.warnf("the check of dataset %s waits for the storage: %s", taken.dataset(), e.getCause());
      lease.putBack(STORAGE_PAUSE);
    } catch (RuntimeException e) {
      LOG.errorf(e, "the check of dataset %s failed and will be tried again", taken.dataset());
    }
  }

  @PreDestroy
  void stop() {
    workers.shutdownNow();
  }
}
