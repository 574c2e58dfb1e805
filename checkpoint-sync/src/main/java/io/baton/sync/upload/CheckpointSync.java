package io.baton.sync.upload;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.ObjectStore;
import io.baton.sync.transfer.Transfers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Uploads every checkpoint of a directory as it is written, on a thread of its own, one after the
 * other. A checkpoint is committed or it is not: an upload that has begun is finished before
 * another begins, and until its manifest is stored nobody can take it for a checkpoint.
 */
public final class CheckpointSync implements AutoCloseable {
  /** A checkpoint whose upload failed for a passing reason is taken up again after this. */
  private static final Duration POSTPONEMENT = Duration.ofSeconds(5);

  /** An upload in flight is given so long to notice that the sync is closed. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final SyncSettings settings;
  private final CheckpointListener listener;
  private final Clock clock;
  private final Signals signals = new Signals();
  private final Backlog backlog;
  private final CheckpointUploader uploader;
  private final Retry retry;
  private final Thread thread;
  private final DirectoryWatch watch;
  private volatile int uploadingStep;
  private volatile Optional<CommittedCheckpoint> latest = Optional.empty();
  private Optional<Manifest> known;
  private Deadline patience;

  private CheckpointSync(
      SyncSettings settings,
      ObjectStore store,
      CheckpointListener listener,
      Optional<Manifest> restored,
      Clock clock) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.known = restored;
    this.patience = Deadline.after(settings.patience(), clock);
    retry =
        new Retry(
            settings.backoff(),
            RandomGenerator.getDefault(),
            signals::pause,
            (failure, wait) -> listener.retrying(uploadingStep, failure, wait));
    uploader =
        new CheckpointUploader(new Transfers(store, settings.transfer(), retry), settings.keys());
    backlog = new Backlog(settings.policy(), restored.map(Manifest::step).orElse(-1));
    thread = new Thread(this::run, "checkpoint-sync-upload");
    thread.setDaemon(true);
    watch = new DirectoryWatch(settings.directory(), signals::look);
  }

  /**
   * Starts to watch and upload.
   *
   * @param restored the checkpoint that training starts from: it and older ones are not uploaded,
   *     and its objects are referred to where files are unchanged
   */
  public static CheckpointSync start(
      SyncSettings settings,
      ObjectStore store,
      CheckpointListener listener,
      Optional<Manifest> restored) {
    CheckpointSync sync =
        new CheckpointSync(settings, store, listener, restored, Clock.systemUTC());
    sync.thread.start();
    return sync;
  }

  /** The newest checkpoint that this sync has committed. */
  public Optional<CommittedCheckpoint> latest() {
    return latest;
  }

  /**
   * Returns once everything that is written by now is uploaded (with {@code SKIP_TO_NEWEST}: the
   * newest), with the newest committed checkpoint. Tries again until the deadline, however often an
   * upload failed before.
   *
   * @throws SyncException with {@code DEADLINE_PASSED}, or the reason why a checkpoint cannot be
   *     uploaded
   */
  public Optional<CommittedCheckpoint> flush(Deadline deadline) {
    Flush flush = new Flush(deadline);
    if (!signals.flush(flush)) {
      throw closed();
    }
    try {
      return flush.done().get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SyncException failure
          ? new SyncException(failure.error(), failure.getMessage(), failure)
          : new SyncException(SyncError.INTERNAL, "The upload failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      signals.abandon(flush);
      throw new SyncException(
          SyncError.DEADLINE_PASSED,
          "Not every checkpoint of "
              + settings.directory()
              + " is uploaded: the time given for it is over.",
          e);
    } catch (InterruptedException e) {
      signals.abandon(flush);
      throw SyncException.interrupted("uploading the last checkpoints", e);
    }
  }

  /** Stops at once: an upload in flight is broken off, what is not committed stays on disk. */
  @Override
  public void close() {
    watch.close();
    signals.close();
    thread.interrupt();
    try {
      thread.join(CLOSING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!signals.closed()) {
        round();
      }
    } catch (InterruptedException e) {
      // Closed.
    } finally {
      signals.close();
      fail(signals.flushes(), closed());
    }
  }

  private static SyncException closed() {
    return new SyncException(SyncError.CANCELED, "The sync was closed before all was uploaded.");
  }

  private void round() throws InterruptedException {
    // Those that ask from here on get a look at the disk of their own.
    List<Flush> flushes = signals.flushes();
    signals.looking();
    try {
      List<LocalCheckpoint> written = LocalCheckpoint.in(settings.directory());
      Optional<LocalCheckpoint> next =
          flushes.isEmpty() ? backlog.next(written, clock.instant()) : backlog.nextAtOnce(written);
      if (next.isPresent()) {
        upload(next.get(), flushes);
        return;
      }
      flushes.forEach(signals::abandon);
      flushes.forEach(flush -> flush.done().complete(latest));
    } catch (SyncException e) {
      fail(flushes, e);
    }
    signals.await(backlog.nextDue().map(due -> Duration.between(clock.instant(), due)));
  }

  private void fail(List<Flush> flushes, SyncException failure) {
    flushes.forEach(signals::abandon);
    flushes.forEach(flush -> flush.done().completeExceptionally(failure));
  }

  private void upload(LocalCheckpoint checkpoint, List<Flush> flushes) {
    int step = checkpoint.step();
    uploadingStep = step;
    patience = Deadline.after(settings.patience(), clock);
    try {
      listener.uploading(step);
      CommittedCheckpoint committed =
          uploader.upload(
              checkpoint,
              known.filter(manifest -> settings.unchanged() == SyncSettings.Unchanged.REFERENCE),
              this::deadline);
      retry.callUntil(this::deadline, () -> tell(committed));
      known = Optional.of(committed.manifest());
      latest = Optional.of(committed);
      backlog
          .committed(step, LocalCheckpoint.in(settings.directory()))
          .forEach(skipped -> listener.skipped(skipped, step));
    } catch (SyncException e) {
      failed(checkpoint, e, flushes);
    } catch (RuntimeException e) {
      failed(
          checkpoint,
          new SyncException(SyncError.INTERNAL, "The upload of " + checkpoint + " broke: " + e, e),
          flushes);
    }
  }

  private CommittedCheckpoint tell(CommittedCheckpoint committed) {
    try {
      listener.uploaded(committed);
      return committed;
    } catch (SyncException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SyncException(
          SyncError.LISTENER_FAILED,
          "Checkpoint " + committed.step() + " is stored but not recorded: " + e.getMessage() + ".",
          e);
    }
  }

  /**
   * @param flushes those that were there when this checkpoint was chosen; for one that came up
   *     meanwhile the choice is made anew
   */
  private void failed(LocalCheckpoint checkpoint, SyncException failure, List<Flush> flushes) {
    if (signals.closed()) {
      return;
    }
    int step = checkpoint.step();
    if (checkpoint.exists()) {
      backlog.failed(step, failure, clock.instant().plus(POSTPONEMENT));
      listener.failed(step, failure);
      fail(flushes, failure);
    } else {
      backlog.vanished(step);
      listener.failed(
          step,
          new SyncException(
              SyncError.CHECKPOINT_CHANGED,
              "The checkpoint " + checkpoint.directory() + " was deleted before it was uploaded.",
              failure));
    }
  }

  /**
   * A flush ends when it is told to; otherwise patience does, so that a newer one gets its turn.
   */
  private Deadline deadline() {
    return signals.flushes().stream()
        .map(Flush::deadline)
        .max((one, other) -> one.at().compareTo(other.at()))
        .orElse(patience);
  }
}
