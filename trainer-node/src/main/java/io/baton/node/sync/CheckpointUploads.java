package io.baton.node.sync;

import io.baton.node.failure.AttemptFailedException;
import io.baton.node.failure.LeaseLostException;
import io.baton.sync.SyncException;
import io.baton.sync.retry.Deadline;
import io.baton.sync.upload.CheckpointSync;
import java.time.Duration;

/** Uploads that go on beside the training. */
public final class CheckpointUploads implements AutoCloseable {
  private final CheckpointSync sync;
  private final Duration patience;

  CheckpointUploads(CheckpointSync sync, Duration patience) {
    this.sync = sync;
    this.patience = patience;
  }

  /**
   * Returns once the newest checkpoint in the output directory is committed.
   *
   * @throws AttemptFailedException if storage fails for too long
   */
  public void flush() throws AttemptFailedException, LeaseLostException, InterruptedException {
    flush(patience);
  }

  /** The same, with another patience. */
  public void flush(Duration atMost)
      throws AttemptFailedException, LeaseLostException, InterruptedException {
    try {
      sync.flush(Deadline.after(atMost));
    } catch (SyncException e) {
      throw SyncFailures.of(e);
    }
  }

  /** Ends at once whatever is under way. */
  @Override
  public void close() {
    sync.close();
  }
}
