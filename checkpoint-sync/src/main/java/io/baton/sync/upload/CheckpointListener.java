package io.baton.sync.upload;

import io.baton.sync.SyncException;
import java.time.Duration;
import java.util.List;

/** Is told what happens to checkpoints, on the sync's own thread. */
public interface CheckpointListener {
  /** An upload begins. */
  default void uploading(int step) {}

  /**
   * All objects and then the manifest are in storage; here a platform records the checkpoint. Only
   * when this returns does the checkpoint count as committed and later ones refer to its files. A
   * {@link SyncException} that is retryable makes the sync call again, without sending anything
   * anew; any other exception fails the checkpoint.
   */
  default void uploaded(CommittedCheckpoint checkpoint) {}

  /** Something failed and will be tried again after the wait. */
  default void retrying(int step, SyncException failure, Duration wait) {}

  /**
   * The checkpoint is not committed. A retryable failure is tried again later unless a newer
   * checkpoint comes first; any other is given up, except that a flush tries once more.
   */
  default void failed(int step, SyncException failure) {}

  /** The checkpoint is left out since a newer one is there. */
  default void skipped(int step, int newerStep) {}

  /** The upload is broken off for a newer checkpoint; nothing of it counts as stored. */
  default void abandoned(int step, int newerStep) {}

  /** The trainer has deleted the checkpoint before it was stored. */
  default void vanished(int step) {}

  /**
   * Somebody waits for the last checkpoints, and this one is not among them.
   *
   * @param missing patterns of files that are not there
   */
  default void incomplete(int step, List<String> missing) {}
}
