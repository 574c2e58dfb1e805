package io.baton.node.sync;

import io.baton.node.api.AttemptCalls;
import io.baton.node.failure.AttemptFailedException;
import io.baton.node.failure.LeaseLostException;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.work.FailureClass;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;

/** What a failure of checkpoint-sync means for the attempt. */
final class SyncFailures {
  private SyncFailures() {}

  /** Returns the failure of the attempt, or throws what is none of its own. */
  static AttemptFailedException of(SyncException failure)
      throws LeaseLostException, InterruptedException {
    // The sync turns an interruption into this error and leaves the flag set.
    if (failure.error() == SyncError.CANCELED && Thread.interrupted()) {
      throw new InterruptedException(failure.getMessage());
    }
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ApiException refusal && AttemptCalls.leaseLost(refusal)) {
        throw new LeaseLostException(each.getMessage());
      }
    }
    return new AttemptFailedException(failureClass(failure.error()), failure.getMessage(), failure);
  }

  private static FailureClass failureClass(SyncError error) {
    return switch (error) {
      case NOTHING_VERIFIES -> FailureClass.CHECKPOINTS_CORRUPT;
      case DISK_FULL -> FailureClass.DISK_FULL;
      case LOCAL_IO, MANIFEST_TOO_NEW -> FailureClass.NODE_MISCONFIGURED;
      case ARTIFACT_MISSING, CHECKPOINT_UNREADABLE, CHECKPOINT_CHANGED, INTERNAL ->
          FailureClass.TRAINER_CRASH;
      case BAD_INPUT,
          ACCESS_DENIED,
          BUCKET_MISSING,
          SIGNER_REFUSED,
          LISTENER_FAILED,
          DEADLINE_PASSED,
          CANCELED,
          STORAGE_UNREACHABLE,
          STORAGE_FAILED,
          STORAGE_REFUSED,
          SIGNER_UNREACHABLE,
          OBJECT_MISSING,
          UPLOAD_MISSING,
          OBJECT_CORRUPT,
          MANIFEST_INVALID ->
          FailureClass.STORAGE_DOWN;
    };
  }
}
