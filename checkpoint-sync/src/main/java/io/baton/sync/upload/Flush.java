package io.baton.sync.upload;

import io.baton.sync.retry.Deadline;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Somebody waits until everything written is uploaded. */
record Flush(Deadline deadline, CompletableFuture<Optional<CommittedCheckpoint>> done) {
  Flush(Deadline deadline) {
    this(deadline, new CompletableFuture<>());
  }
}
