package io.baton.node.failure;

import io.baton.protocol.work.FailureClass;
import java.io.IOException;

/** What a failure of the node's own disk means for the attempt. */
public final class DiskFailures {
  private DiskFailures() {}

  public static AttemptFailedException of(IOException failure) {
    return isDiskFull(failure)
        ? new AttemptFailedException(
            FailureClass.DISK_FULL,
            "The node's disk is full (" + failure.getMessage() + "); free some of it.",
            failure)
        : new AttemptFailedException(
            FailureClass.NODE_MISCONFIGURED,
            "The node cannot use its working directory (" + failure + ").",
            failure);
  }

  /** ENOSPC or EDQUOT, for which Java has no exception of their own. */
  private static boolean isDiskFull(IOException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String message = String.valueOf(each.getMessage());
      if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
        return true;
      }
    }
    return false;
  }
}
