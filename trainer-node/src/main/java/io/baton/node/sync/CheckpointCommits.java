package io.baton.node.sync;

import io.baton.node.api.AttemptCalls;
import io.baton.node.attempt.AttemptProgress;
import io.baton.node.prepare.CheckpointDirectories;
import io.baton.node.stop.StopOrders;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.client.ApiException;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.upload.CheckpointListener;
import io.baton.sync.upload.CommittedCheckpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Has the API record each checkpoint that is in storage, and then frees the disk of older ones. */
final class CheckpointCommits implements CheckpointListener {
  private static final Logger LOG = System.getLogger(CheckpointCommits.class.getName());

  private final AttemptCalls calls;
  private final AttemptProgress progress;
  private final StopOrders orders;
  private final Path output;
  private final Optional<DrawnClassImages> classImages;

  /** When the upload under way began, on {@link System#nanoTime()}. */
  private long uploadBegan;

  private Optional<Double> uploadSeconds = Optional.empty();

  CheckpointCommits(
      AttemptCalls calls,
      AttemptProgress progress,
      StopOrders orders,
      Path output,
      Optional<DrawnClassImages> classImages) {
    this.calls = calls;
    this.progress = progress;
    this.orders = orders;
    this.output = output;
    this.classImages = classImages;
  }

  @Override
  public void uploading(int step) {
    progress.uploadBegins(step);
    uploadBegan = System.nanoTime();
    uploadSeconds = Optional.empty();
  }

  @Override
  public void uploaded(CommittedCheckpoint checkpoint) {
    classImages.ifPresent(DrawnClassImages::store);
    StoredFile manifest =
        new StoredFile(
            "manifest.json",
            checkpoint.manifestKey().value(),
            checkpoint.manifestBytes(),
            checkpoint.manifestSha256().hex());
    int step = checkpoint.step();
    progress.hasReached(step);
    // Where the API does not answer this is called again: the upload was over the first time.
    progress.uploadEnded();
    uploadSeconds = uploadSeconds.or(() -> Optional.of((System.nanoTime() - uploadBegan) / 1e9));
    try {
      calls.commitOnce(
          new CheckpointCommit(
              step,
              manifest,
              checkpoint.bytes(),
              progress.lossAt(step),
              uploadSeconds,
              progress.checkpointCost()));
    } catch (ApiException e) {
      calls.orderStopIfLeaseLost(e, orders);
      if (e.retryable()) {
        throw new SyncException(SyncError.SIGNER_UNREACHABLE, e.getMessage(), e);
      }
      throw e;
    }
    progress.committed(step);
    LOG.log(Level.INFO, () -> "Checkpoint " + step + " is committed");
    try {
      CheckpointDirectories.deleteBefore(output, step);
    } catch (IOException e) {
      LOG.log(Level.WARNING, () -> "Old checkpoints could not be deleted: " + e);
    }
  }

  @Override
  public void retrying(int step, SyncException failure, Duration wait) {
    LOG.log(Level.DEBUG, () -> "Checkpoint " + step + ": " + failure.getMessage());
  }

  @Override
  public void failed(int step, SyncException failure) {
    progress.uploadEnded();
    LOG.log(
        Level.WARNING, () -> "Checkpoint " + step + " is not committed: " + failure.getMessage());
  }

  @Override
  public void skipped(int step, int newerStep) {
    LOG.log(Level.INFO, () -> "Checkpoint " + step + " is left out, " + newerStep + " is newer");
  }
}
