package io.baton.sync.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sync.Checkpoints;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.retry.Backoff;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.DirectoryStore;
import io.baton.sync.transfer.Transfers;
import io.baton.sync.upload.CheckpointUploader;
import io.baton.sync.upload.CommittedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What one machine has stored, and the directory of another that it is to come back to. */
abstract class RestoreScene {
  static final Retry RETRY =
      new Retry(
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
          new SplittableRandom(1),
          time -> {},
          (failure, wait) -> {});

  @TempDir Path directory;
  Path trained;
  Path output;
  DirectoryStore store;

  @BeforeEach
  void openStore() {
    trained = directory.resolve("trained");
    output = directory.resolve("output");
    store = new DirectoryStore(directory.resolve("store"));
  }

  CommittedCheckpoint commit(int step, Optional<Manifest> known) {
    Path written = Checkpoints.write(trained, step);
    return new CheckpointUploader(Transfers.standard(store, RETRY), CheckpointKeys.below("run"))
        .upload(
            new LocalCheckpoint(step, written), known, () -> Deadline.after(Duration.ofMinutes(1)));
  }

  CommittedCheckpoint commit(int step) {
    return commit(step, Optional.empty());
  }

  RestoreOutcome restore() {
    return restore(StoredCheckpoints.newestFirst(store, Optional.empty()));
  }

  RestoreOutcome restore(List<Candidate> candidates) {
    return new CheckpointRestore(Transfers.standard(store, RETRY), output)
        .restore(candidates, Deadline.after(Duration.ofMinutes(1)));
  }

  static Candidate recorded(CommittedCheckpoint committed) {
    return new Candidate(
        committed.step(), committed.manifestKey(), Optional.of(committed.manifestSha256()));
  }

  Path stored(String key) {
    return directory.resolve("store").resolve(key);
  }

  void damage(String key) throws IOException {
    byte[] content = Files.readAllBytes(stored(key));
    content[content.length / 2] ^= 1;
    Files.write(stored(key), content);
  }

  static void assertFails(SyncError error, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            SyncException.class, failure -> assertThat(failure.error()).isEqualTo(error));
  }

  void assertNothingIsLeftOver() {
    assertThat(output.toFile().list((folder, name) -> name.startsWith(".restoring"))).isEmpty();
  }
}
