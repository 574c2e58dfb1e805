package io.baton.sync.cli;

import io.baton.sync.SyncException;
import io.baton.sync.manifest.Manifest;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param exitCode of the whole run
 * @param artifact the finished files, where they were asked for and are stored
 * @param failure why not everything is stored
 */
record RunEnd(int exitCode, Optional<Manifest> artifact, Optional<SyncException> failure) {

  /** The command's own failure says more than a failed upload. */
  static RunEnd failed(int commandCode, SyncException failure) {
    int code = commandCode == ExitCode.OK ? ExitCode.of(failure) : commandCode;
    return new RunEnd(code, Optional.empty(), Optional.of(failure));
  }
}
