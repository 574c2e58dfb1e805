package io.baton.sync.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sync.Checkpoints;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.ManifestJson;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.restore.StoredCheckpoints;
import io.baton.sync.retry.Backoff;
import io.baton.sync.retry.Deadline;
import io.baton.sync.store.DirectoryStore;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.UnreliableStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckpointSyncTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir Path directory;
  private Path output;
  private UnreliableStore store;
  private final RecordingListener listener = new RecordingListener();

  @BeforeEach
  void openStore() {
    output = directory.resolve("output");
    store = new UnreliableStore(new DirectoryStore(directory.resolve("store")));
  }

  private SyncSettings settings() {
    return SyncSettings.of(output, CheckpointKeys.below("run-1/"))
        .backoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(10)));
  }

  private CheckpointSync start(SyncSettings settings) {
    return CheckpointSync.start(settings, store, listener, Optional.empty());
  }

  private Manifest manifest(int step) {
    ObjectKey key = settings().keys().manifest(step);
    return ManifestJson.read(key, store.get(key, ManifestJson.MAX_BYTES));
  }

  private List<Integer> committedSteps() {
    return StoredCheckpoints.newestFirst(store, Optional.empty()).stream()
        .map(candidate -> candidate.step())
        .toList();
  }

  @Test
  void a_checkpoint_is_uploaded_as_soon_as_it_is_renamed_into_place() throws Exception {
    try (CheckpointSync sync = start(settings())) {
      Checkpoints.write(output, 20);
      listener.awaitEvent("uploaded 20");
      assertThat(listener.events()).containsExactly("uploading 20", "uploaded 20");
      // The listener is told first: it is part of the commit.
      assertThat(sync.flush(Deadline.after(LONG)))
          .hasValueSatisfying(
              committed -> {
                assertThat(committed.step()).isEqualTo(20);
                assertThat(committed.manifestSha256())
                    .isEqualTo(Sha256.of(store.get(committed.manifestKey(), 10_000)));
                assertThat(committed.bytes()).isEqualTo(committed.sentBytes());
              });
    }
    assertThat(manifest(20).files())
        .extracting(file -> file.path().value())
        .containsExactly(
            "pytorch_lora_weights.safetensors", "scheduler.bin", "states/random_states_0.pkl");
  }

  @Test
  void the_manifest_is_written_last() throws Exception {
    try (CheckpointSync sync = start(settings())) {
      Checkpoints.write(output, 20);
      sync.flush(Deadline.after(LONG));
    }
    assertThat(store.written()).hasSize(4);
    assertThat(store.written().get(3)).hasToString("run-1/checkpoint-20/manifest.json");
  }

  @Test
  void what_has_another_name_or_no_content_is_no_checkpoint() throws Exception {
    Files.createDirectories(output.resolve("checkpoint-30"));
    Files.createDirectories(output.resolve("tmp-checkpoint-40/sub"));
    Files.createDirectories(output.resolve("checkpoint-050/sub"));
    Files.createDirectories(output.resolve("checkpoint-x"));
    Files.writeString(output.resolve("checkpoint-60"), "a file");
    try (CheckpointSync sync = start(settings())) {
      assertThat(sync.flush(Deadline.after(LONG))).isEmpty();
    }
    assertThat(listener.events()).isEmpty();
    assertThat(store.written()).isEmpty();
  }

  @Test
  void an_unchanged_file_is_referred_to_and_not_sent_again() throws Exception {
    try (CheckpointSync sync = start(settings())) {
      Checkpoints.write(output, 20);
      sync.flush(Deadline.after(LONG));
      Checkpoints.write(output, 40);
      CommittedCheckpoint second = sync.flush(Deadline.after(LONG)).orElseThrow();
      assertThat(second.sentBytes())
          .isEqualTo(second.bytes() - "the same in every checkpoint".length());
    }
    assertThat(manifest(40).files())
        .filteredOn(file -> file.path().value().equals("scheduler.bin"))
        .extracting(ManifestFile::key)
        .containsExactly(new ObjectKey("run-1/checkpoint-20/files/scheduler.bin"));
  }

  @Test
  void every_checkpoint_stands_alone_when_asked_for() throws Exception {
    try (CheckpointSync sync = start(settings().unchanged(SyncSettings.Unchanged.SEND))) {
      Checkpoints.write(output, 20);
      sync.flush(Deadline.after(LONG));
      Checkpoints.write(output, 40);
      sync.flush(Deadline.after(LONG));
    }
    assertThat(manifest(40).files())
        .allSatisfy(file -> assertThat(file.key().value()).startsWith("run-1/checkpoint-40/"));
  }

  @Test
  void the_objects_of_the_restored_checkpoint_are_referred_to_and_it_is_not_sent_again()
      throws Exception {
    try (CheckpointSync sync = start(settings())) {
      Checkpoints.write(output, 20);
      sync.flush(Deadline.after(LONG));
    }
    SyncSettings second =
        SyncSettings.of(output, CheckpointKeys.below("run-2")).backoff(settings().backoff());
    try (CheckpointSync sync =
        CheckpointSync.start(second, store, listener, Optional.of(manifest(20)))) {
      Checkpoints.write(output, 40);
      assertThat(sync.flush(Deadline.after(LONG))).map(CommittedCheckpoint::step).contains(40);
    }
    assertThat(store.written())
        .filteredOn(key -> key.value().startsWith("run-2/"))
        .extracting(ObjectKey::value)
        .containsExactly(
            "run-2/checkpoint-40/files/pytorch_lora_weights.safetensors",
            "run-2/checkpoint-40/files/states/random_states_0.pkl",
            "run-2/checkpoint-40/manifest.json");
  }

  @Test
  void the_newest_goes_first_and_older_ones_are_left_out() throws Exception {
    CountDownLatch uploading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    store.beforeWrite(
        key -> {
          uploading.countDown();
          await(go);
        });
    try (CheckpointSync sync = start(settings())) {
      Checkpoints.write(output, 10);
      uploading.await();
      Checkpoints.write(output, 20);
      Checkpoints.write(output, 30);
      go.countDown();
      assertThat(sync.flush(Deadline.after(LONG))).map(CommittedCheckpoint::step).contains(30);
    }
    assertThat(listener.events())
        .containsExactly(
            "uploading 10", "uploaded 10", "uploading 30", "uploaded 30", "skipped 20 for 30");
    assertThat(committedSteps()).containsExactly(30, 10);
  }

  @Test
  void each_is_uploaded_in_order_when_asked_for() throws Exception {
    for (int step : new int[] {30, 10, 20}) {
      Files.createDirectories(output);
      Checkpoints.write(output, step);
    }
    try (CheckpointSync sync = start(settings().policy(UploadPolicy.FINISH_EACH))) {
      assertThat(sync.flush(Deadline.after(LONG))).map(CommittedCheckpoint::step).contains(30);
    }
    assertThat(committedSteps()).containsExactly(30, 20, 10);
  }

  @Test
  void storage_that_fails_for_a_while_is_tried_again_and_nothing_is_half_committed()
      throws Exception {
    AtomicInteger failures = new AtomicInteger();
    store.beforeWrite(
        key -> {
          if (failures.incrementAndGet() % 4 != 0) {
            assertThat(committedSteps()).isEmpty();
            throw UnreliableStore.down();
          }
        });
    try (CheckpointSync sync = start(settings())) {
      Checkpoints.write(output, 20);
      assertThat(sync.flush(Deadline.after(LONG))).map(CommittedCheckpoint::step).contains(20);
    }
    assertThat(listener.events()).contains("retrying 20").doesNotContain("failed 20");
    assertThat(committedSteps()).containsExactly(20);
  }

  @Test
  void a_flush_tells_when_its_time_is_over_and_leaves_no_manifest() throws Exception {
    store.beforeWrite(
        key -> {
          if (key.value().contains("states")) {
            throw UnreliableStore.down();
          }
        });
    try (CheckpointSync sync = start(settings())) {
      Checkpoints.write(output, 20);
      assertThatThrownBy(() -> sync.flush(Deadline.after(Duration.ofMillis(300))))
          .isInstanceOfSatisfying(
              SyncException.class,
              e ->
                  assertThat(e.error())
                      .isIn(SyncError.DEADLINE_PASSED, SyncError.STORAGE_UNREACHABLE));
    }
    assertThat(committedSteps()).isEmpty();
  }

  @Test
  void a_newer_checkpoint_gets_its_turn_when_patience_with_an_older_one_is_over() throws Exception {
    store.beforeWrite(
        key -> {
          if (key.value().contains("checkpoint-10/")) {
            throw UnreliableStore.down();
          }
        });
    try (CheckpointSync sync = start(settings().patience(Duration.ofMillis(50)))) {
      Checkpoints.write(output, 10);
      listener.awaitEvent("failed 10 storage-unreachable");
      Checkpoints.write(output, 20);
      listener.awaitEvent("skipped 10 for 20");
    }
    assertThat(committedSteps()).containsExactly(20);
  }

  @Test
  void an_error_that_will_not_pass_is_given_up_until_a_flush() throws Exception {
    store.beforeWrite(
        key -> {
          throw new SyncException(SyncError.ACCESS_DENIED, "Denied.");
        });
    try (CheckpointSync sync = start(settings())) {
      Checkpoints.write(output, 10);
      listener.awaitEvent("failed 10 access-denied");
      store.beforeWrite(key -> {});
      assertThat(sync.flush(Deadline.after(LONG))).map(CommittedCheckpoint::step).contains(10);
    }
    assertThat(listener.events()).doesNotContain("retrying 10");
  }

  @Test
  void a_checkpoint_that_changes_while_it_is_sent_is_not_committed() throws Exception {
    store.beforeWrite(
        key -> {
          if (key.value().contains("states")) {
            append(output.resolve("checkpoint-10/scheduler.bin"));
          }
        });
    try (CheckpointSync sync = start(settings())) {
      Checkpoints.write(output, 10);
      listener.awaitEvent("failed 10 checkpoint-changed");
      assertThat(committedSteps()).isEmpty();
      store.beforeWrite(key -> {});
      assertThat(sync.flush(Deadline.after(LONG))).isPresent();
    }
  }

  @Test
  void a_link_is_refused_since_what_it_leads_to_is_not_the_trainers() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Path unfinished = Files.createDirectories(output.resolve("unfinished"));
    Files.createSymbolicLink(unfinished.resolve("weights"), secret);
    try (CheckpointSync sync = start(settings())) {
      Files.move(unfinished, output.resolve("checkpoint-10"));
      listener.awaitEvent("failed 10 checkpoint-unreadable");
      assertThatThrownBy(() -> sync.flush(Deadline.after(LONG)))
          .isInstanceOfSatisfying(
              SyncException.class,
              e -> assertThat(e.error()).isEqualTo(SyncError.CHECKPOINT_UNREADABLE));
    }
    assertThat(store.written()).isEmpty();
  }

  @Test
  void a_checkpoint_that_the_trainer_deletes_does_not_fail_a_flush() throws Exception {
    CountDownLatch uploading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    store.beforeWrite(
        key -> {
          uploading.countDown();
          await(go);
        });
    try (CheckpointSync sync = start(settings())) {
      Path first = Checkpoints.write(output, 10);
      uploading.await();
      Files.move(first, directory.resolve("gone"));
      Checkpoints.write(output, 20);
      go.countDown();
      assertThat(sync.flush(Deadline.after(LONG))).map(CommittedCheckpoint::step).contains(20);
    }
    assertThat(listener.events()).contains("vanished 10");
    assertThat(committedSteps()).containsExactly(20);
  }

  @Test
  void a_commit_that_the_listener_could_not_record_is_told_again_without_sending_again()
      throws Exception {
    Semaphore refusals = new Semaphore(3);
    CheckpointListener refusing =
        new CheckpointListener() {
          @Override
          public void uploaded(CommittedCheckpoint checkpoint) {
            if (refusals.tryAcquire()) {
              throw UnreliableStore.down();
            }
            listener.uploaded(checkpoint);
          }
        };
    try (CheckpointSync sync =
        CheckpointSync.start(settings(), store, refusing, Optional.empty())) {
      Checkpoints.write(output, 10);
      assertThat(sync.flush(Deadline.after(LONG))).isPresent();
    }
    assertThat(listener.events()).containsExactly("uploaded 10");
    assertThat(store.written()).hasSize(4);
  }

  @Test
  void a_listener_that_breaks_fails_the_checkpoint_and_not_the_sync() throws Exception {
    CheckpointListener breaking =
        new CheckpointListener() {
          @Override
          public void uploaded(CommittedCheckpoint checkpoint) {
            if (checkpoint.step() == 10) {
              throw new IllegalStateException("the lease is lost");
            }
            listener.uploaded(checkpoint);
          }

          @Override
          public void failed(int step, SyncException failure) {
            listener.failed(step, failure);
          }
        };
    try (CheckpointSync sync =
        CheckpointSync.start(settings(), store, breaking, Optional.empty())) {
      Checkpoints.write(output, 10);
      listener.awaitEvent("failed 10 listener-failed");
      Checkpoints.write(output, 20);
      listener.awaitEvent("uploaded 20");
    }
  }

  @Test
  void nothing_waits_for_a_sync_that_is_closed() throws Exception {
    CountDownLatch uploading = new CountDownLatch(1);
    store.beforeWrite(
        key -> {
          uploading.countDown();
          throw UnreliableStore.down();
        });
    CheckpointSync sync =
        start(settings().backoff(new Backoff(Duration.ofMinutes(5), Duration.ofMinutes(5))));
    Checkpoints.write(output, 10);
    uploading.await();
    sync.close();
    assertThatThrownBy(() -> sync.flush(Deadline.after(LONG)))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.error()).isEqualTo(SyncError.CANCELED));
    assertThat(committedSteps()).isEmpty();
  }

  @Test
  void files_with_the_same_bytes_are_stored_once() throws Exception {
    Files.createDirectories(output);
    Checkpoints.write(output, 10, Map.of("a", new byte[100], "b", new byte[100]));
    try (CheckpointSync sync = start(settings())) {
      assertThat(sync.flush(Deadline.after(LONG)))
          .map(CommittedCheckpoint::sentBytes)
          .contains(100L);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw SyncException.interrupted("waiting", e);
    }
  }

  private static void append(Path file) {
    try {
      Files.writeString(file, "more", java.nio.file.StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
