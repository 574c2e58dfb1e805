package io.baton.sync.upload;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.local.Settling;
import io.baton.sync.local.WrittenCheckpoints;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.ObjectStore;
import io.baton.sync.transfer.Transfers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Uploads every checkpoint of a directory as it is written, on a thread of its own, one after the
 * other. A checkpoint is committed or it is not: an upload that has begun is finished before
 * another begins, and until its manifest is stored nobody can take it for a checkpoint.
 */
public final class CheckpointSync implements AutoCloseable {
  /** A checkpoint whose upload failed for a passing reason is taken up again after this. */
  private static final Duration POSTPONEMENT = Duration.ofSeconds(5);

  /** A checkpoint that changed under our eyes is looked at again after this at the latest. */
  private static final Duration CHANGING = Duration.ofSeconds(1);

  /** An upload in flight is given so long to notice that the sync is closed. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final SyncSettings settings;
  private final CheckpointListener listener;
  private final Clock clock;
  private final Signals signals = new Signals();
  private final Backlog backlog;
  private final CheckpointUploader uploader;
  private final WrittenCheckpoints written;
  private final UploadInFlight inFlight = new UploadInFlight();
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
        new CheckpointUploader(
            new Transfers(store, settings.transfer(), retry),
            settings.keys(),
            settings.compression(),
            settings.losses());
    written = new WrittenCheckpoints(settings.directory(), settings.completeness());
    backlog = new Backlog(settings.policy(), restored.map(Manifest::step).orElse(-1));
    thread = new Thread(this::run, "checkpoint-sync-upload");
    thread.setDaemon(true);
    watch = new DirectoryWatch(settings.directory(), this::look);
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

  /** On the watch's thread. */
  private void look() {
    signals.look();
    if (settings.policy() == UploadPolicy.NEWEST_AT_ONCE) {
      try {
        newest(written.look(clock.instant()).complete()).ifPresent(inFlight::abandonFor);
      } catch (SyncException e) {
        // The upload thread meets it too, and tells.
      }
    }
  }

  private static Optional<Integer> newest(List<LocalCheckpoint> oldestFirst) {
    return oldestFirst.stream().map(LocalCheckpoint::step).max(Integer::compareTo);
  }

  private void round() throws InterruptedException {
    // Those that ask from here on get a look at the disk of their own.
    List<Flush> flushes = signals.flushes();
    signals.looking();
    Optional<Instant> settled = Optional.empty();
    try {
      Settling.Assessment there = written.look(clock.instant());
      settled = there.lookAgain();
      Optional<LocalCheckpoint> next =
          flushes.isEmpty()
              ? backlog.next(there.complete(), clock.instant())
              : backlog.nextAtOnce(there.complete());
      if (next.isPresent()) {
        upload(next.get(), there.complete(), flushes);
        return;
      }
      if (settled.isEmpty()) {
        flushed(flushes, there.incomplete());
      }
    } catch (SyncException e) {
      fail(flushes, e);
    }
    signals.await(
        Stream.concat(backlog.nextDue().stream(), settled.stream())
            .min(Instant::compareTo)
            .map(due -> Duration.between(clock.instant(), due)));
  }

  private void flushed(List<Flush> flushes, List<Settling.Incomplete> incomplete) {
    if (flushes.isEmpty()) {
      return;
    }
    incomplete.stream()
        .filter(one -> backlog.isAwaited(one.checkpoint()))
        .forEach(one -> listener.incomplete(one.checkpoint().step(), one.missing()));
    flushes.forEach(signals::abandon);
    flushes.forEach(flush -> flush.done().complete(latest));
  }

  private void fail(List<Flush> flushes, SyncException failure) {
    flushes.forEach(signals::abandon);
    flushes.forEach(flush -> flush.done().completeExceptionally(failure));
  }

  private void upload(LocalCheckpoint checkpoint, List<LocalCheckpoint> there, List<Flush> flushes)
      throws InterruptedException {
    int step = checkpoint.step();
    uploadingStep = step;
    patience = Deadline.after(settings.patience(), clock);
    inFlight.begin(newest(there).orElse(step));
    try {
      CommittedCheckpoint committed = send(checkpoint);
      retry.callUntil(this::deadline, () -> tell(committed));
      known = Optional.of(committed.manifest());
      latest = Optional.of(committed);
      backlog
          .committed(step, LocalCheckpoint.in(settings.directory()))
          .forEach(skipped -> listener.skipped(skipped, step));
    } catch (RuntimeException e) {
      Optional<Integer> newer = inFlight.end();
      if (newer.isPresent()) {
        listener.abandoned(step, newer.get());
      } else {
        failed(checkpoint, typed(checkpoint, e), flushes);
      }
    }
  }

  private CommittedCheckpoint send(LocalCheckpoint checkpoint) {
    listener.uploading(checkpoint.step());
    CommittedCheckpoint committed =
        uploader.upload(
            checkpoint,
            known.filter(manifest -> settings.unchanged() == SyncSettings.Unchanged.REFERENCE),
            this::deadline,
            inFlight::commit);
    inFlight.end();
    return committed;
  }

  private static SyncException typed(LocalCheckpoint checkpoint, RuntimeException failure) {
    return failure instanceof SyncException typed
        ? typed
        : new SyncException(
            SyncError.INTERNAL, "The upload of " + checkpoint + " broke: " + failure, failure);
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
  private void failed(LocalCheckpoint checkpoint, SyncException failure, List<Flush> flushes)
      throws InterruptedException {
    if (signals.closed()) {
      return;
    }
    int step = checkpoint.step();
    if (!checkpoint.exists()) {
      backlog.vanished(step);
      listener.vanished(step);
      return;
    }
    backlog.failed(step, failure, clock.instant().plus(POSTPONEMENT));
    listener.failed(step, failure);
    if (failure.error() == SyncError.CHECKPOINT_CHANGED) {
      // It is being written or deleted: whoever flushes waits for what becomes of it.
      signals.await(Optional.of(CHANGING));
    } else {
      fail(flushes, failure);
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
