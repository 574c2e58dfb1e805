package io.baton.sync.cli;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;

/** Exit codes as in BSD's {@code sysexits.h}. */
final class ExitCode {
  static final int OK = 0;
  static final int USAGE = 64;
  static final int BAD_DATA = 65;
  static final int UNAVAILABLE = 69;
  static final int INTERNAL = 70;
  static final int IO = 74;
  static final int DENIED = 77;

  private ExitCode() {}

  static int of(SyncException failure) {
    SyncError error = failure.error();
    if (error == SyncError.INTERNAL) {
      return INTERNAL;
    }
    if (error == SyncError.ACCESS_DENIED) {
      return DENIED;
    }
    if (error == SyncError.MANIFEST_TOO_NEW) {
      return BAD_DATA;
    }
    return switch (error.fault()) {
      case CALLER -> error == SyncError.DEADLINE_PASSED ? UNAVAILABLE : USAGE;
      case TRAINER -> BAD_DATA;
      case MACHINE -> IO;
      case STORAGE ->
          error.damagesCheckpoint() || error == SyncError.NOTHING_VERIFIES ? BAD_DATA : UNAVAILABLE;
    };
  }
}
