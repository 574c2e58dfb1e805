package io.baton.sync.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.locals3.LocalS3Process;
import io.baton.sync.Checkpoints;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.restore.CheckpointRestore;
import io.baton.sync.restore.StoredCheckpoints;
import io.baton.sync.retry.Backoff;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.FaultProxy;
import io.baton.sync.store.ListableStore;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStore;
import io.baton.sync.store.S3Store;
import io.baton.sync.store.TestS3;
import io.baton.sync.transfer.Transfers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real S3 server that goes away and comes back. */
@Timeout(120)
class StorageOutageTest {
  private static final Duration LONG = Duration.ofSeconds(100);
  private static final ObjectKey PREFIX = new ObjectKey("job");

  @TempDir Path directory;
  private final RecordingListener listener = new RecordingListener();

  private SyncSettings settings() {
    return SyncSettings.of(directory.resolve("output"), CheckpointKeys.below("run-1"))
        .backoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));
  }

  private void assertRestores(ListableStore store, Path written) {
    Path restored = directory.resolve("restored");
    new CheckpointRestore(Transfers.standard(store, Retry.standard()), restored)
        .restore(StoredCheckpoints.newestFirst(store, Optional.empty()), Deadline.after(LONG));
    assertThat(Checkpoints.content(restored.resolve(written.getFileName())))
        .isEqualTo(Checkpoints.content(written));
  }

  @Test
  void a_checkpoint_that_is_written_while_storage_is_down_is_stored_when_it_is_back()
      throws Exception {
    LocalS3Process first = TestS3.start();
    S3Store store = new S3Store(TestS3.settings(first.endpoint(), PREFIX));
    try (CheckpointSync sync =
        CheckpointSync.start(settings(), store, listener, Optional.empty())) {
      first.close();
      Path written = Checkpoints.write(directory.resolve("output"), 20);
      listener.awaitEvent("retrying 20");
      try (LocalS3Process second = first.restart().start()) {
        assertThat(second.endpoint()).isEqualTo(first.endpoint());
        assertThat(sync.flush(Deadline.after(LONG))).isPresent();
        assertRestores(store, written);
      }
    }
    assertThat(listener.events()).endsWith("uploaded 20").doesNotContain("failed 20");
  }

  @Test
  void an_upload_that_is_cut_in_its_middle_is_sent_again_through_signed_urls() throws Exception {
    ObjectKey prefix = TestS3.freshPrefix();
    try (FaultProxy proxy = FaultProxy.before(TestS3.server().endpoint())) {
      ObjectStore store = TestS3.bucket().at(proxy.endpoint()).presigned(prefix);
      proxy.cutRequestsAfter(10_000);
      try (CheckpointSync sync =
          CheckpointSync.start(settings(), store, listener, Optional.empty())) {
        Path written = Checkpoints.write(directory.resolve("output"), 20);
        listener.awaitEvent("retrying 20");
        assertThat(StoredCheckpoints.newestFirst(TestS3.store(prefix), Optional.empty())).isEmpty();
        proxy.heal();
        assertThat(sync.flush(Deadline.after(LONG))).isPresent();
        assertRestores(TestS3.store(prefix), written);
      }
    }
  }
}
