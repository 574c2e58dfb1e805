package io.baton.sync.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.Checkpoints;
import io.baton.sync.SyncException;
import io.baton.sync.local.CompletenessRule;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.manifest.EncodedAs;
import io.baton.sync.manifest.Encoding;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.ManifestJson;
import io.baton.sync.restore.CheckpointRestore;
import io.baton.sync.restore.StoredCheckpoints;
import io.baton.sync.retry.Backoff;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.DirectoryStore;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.UnreliableStore;
import io.baton.sync.transfer.Transfers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is uploaded when, and in which form. */
@Timeout(60)
class UploadChoiceTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir Path directory;
  private Path output;
  private UnreliableStore store;
  private final RecordingListener listener = new RecordingListener();

  @BeforeEach
  void openStore() throws IOException {
    output = Files.createDirectories(directory.resolve("output"));
    store = new UnreliableStore(new DirectoryStore(directory.resolve("store")));
  }

  private SyncSettings settings() {
    return SyncSettings.of(output, CheckpointKeys.below("run-1"))
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
  void what_is_written_in_place_is_uploaded_when_its_last_file_has_settled() throws Exception {
    Path checkpoint = Files.createDirectories(output.resolve("checkpoint-20"));
    for (String file : List.of("pytorch_model.bin", "optimizer.bin", "scheduler.bin")) {
      Files.writeString(checkpoint.resolve(file), file);
    }
    SyncSettings settings =
        settings().completeness(CompletenessRule.automatic(Duration.ofMillis(100)));
    try (CheckpointSync sync = start(settings)) {
      assertThat(sync.flush(Deadline.after(LONG))).isEmpty();
      assertThat(listener.events()).containsExactly("incomplete 20 [random_states_0.pkl]");
      Files.writeString(checkpoint.resolve("random_states_0.pkl"), "states");
      assertThat(sync.flush(Deadline.after(LONG))).map(CommittedCheckpoint::step).contains(20);
    }
    assertThat(manifest(20).files()).hasSize(4);
  }

  @Test
  void what_was_killed_in_its_last_file_is_not_uploaded_though_nothing_changes_any_more()
      throws Exception {
    Path checkpoint = Files.createDirectories(output.resolve("checkpoint-20"));
    for (String file : List.of("pytorch_model.bin", "optimizer.bin", "scheduler.bin")) {
      Files.writeString(checkpoint.resolve(file), file);
    }
    byte[] archive = zip();
    Path last = checkpoint.resolve("random_states_0.pkl");
    Files.write(last, Arrays.copyOf(archive, archive.length - 10));
    SyncSettings settings =
        settings().completeness(CompletenessRule.accelerate(Duration.ofMillis(50)));
    try (CheckpointSync sync = start(settings)) {
      assertThat(sync.flush(Deadline.after(LONG))).isEmpty();
      assertThat(listener.events()).containsExactly("incomplete 20 [end of random_states_0.pkl]");
      Files.write(last, archive);
      assertThat(sync.flush(Deadline.after(LONG))).isPresent();
    }
  }

  /** As torch writes its files. */
  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(new byte[1000]);
    }
    return bytes.toByteArray();
  }

  @Test
  void an_upload_is_broken_off_for_a_newer_checkpoint_but_never_two_in_a_row() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    store.beforeWrite(
        key -> {
          if (key.value().contains("checkpoint-10/")) {
            first.countDown();
            await(new CountDownLatch(1));
          } else if (key.value().contains("checkpoint-20/")) {
            second.countDown();
            await(go);
          }
        });
    try (CheckpointSync sync = start(settings().policy(UploadPolicy.NEWEST_AT_ONCE))) {
      Checkpoints.write(output, 10);
      first.await();
      Checkpoints.write(output, 20);
      second.await();
      Checkpoints.write(output, 30);
      go.countDown();
      assertThat(sync.flush(Deadline.after(LONG))).map(CommittedCheckpoint::step).contains(30);
    }
    assertThat(listener.events())
        .containsExactly(
            "uploading 10",
            "abandoned 10 for 20",
            "uploading 20",
            "uploaded 20",
            "skipped 10 for 20",
            "uploading 30",
            "uploaded 30");
    assertThat(committedSteps()).containsExactly(30, 20);
  }

  @Test
  void a_checkpoint_that_is_deleted_file_by_file_while_it_is_sent_is_no_error() throws Exception {
    CountDownLatch uploading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    store.beforeWrite(
        key -> {
          if (key.value().contains("checkpoint-10/")) {
            uploading.countDown();
            await(go);
          }
        });
    try (CheckpointSync sync = start(settings())) {
      Path first = Checkpoints.write(output, 10);
      uploading.await();
      Files.delete(first.resolve("states/random_states_0.pkl"));
      Files.delete(first.resolve("scheduler.bin"));
      go.countDown();
      listener.awaitEvent("failed 10 checkpoint-changed");
      Files.move(first, directory.resolve("gone"));
      Checkpoints.write(output, 20);
      assertThat(sync.flush(Deadline.after(LONG))).map(CommittedCheckpoint::step).contains(20);
    }
    assertThat(committedSteps()).containsExactly(20);
  }

  @Test
  void an_object_that_is_gone_is_sent_again_and_not_referred_to() throws Exception {
    try (CheckpointSync sync = start(settings())) {
      Checkpoints.write(output, 10);
      sync.flush(Deadline.after(LONG));
      store.delete(new ObjectKey("run-1/checkpoint-10/files/scheduler.bin"));
      Checkpoints.write(output, 20);
      sync.flush(Deadline.after(LONG));
    }
    assertThat(manifest(20).files())
        .extracting(file -> file.key().value())
        .contains("run-1/checkpoint-20/files/scheduler.bin");
  }

  @Test
  void the_loss_of_a_checkpoint_is_stored_with_it() throws Exception {
    Path progress = directory.resolve("progress.jsonl");
    Files.writeString(
        progress,
        """
        {"event":"phase","phase":"training"}
        {"step":9,"loss":0.5}
        {"step":10,"loss":0.25}
        no JSON
        {"step":11,"loss":1000}
        """);
    try (CheckpointSync sync = start(settings().losses(new ProgressFile(progress)))) {
      Checkpoints.write(output, 10);
      sync.flush(Deadline.after(LONG));
    }
    assertThat(manifest(10).loss()).hasValue(0.375);
    assertThat(new ProgressFile(directory.resolve("none")).lossAt(10))
        .isEqualTo(OptionalDouble.empty());
  }

  @Test
  void a_compressed_checkpoint_comes_back_byte_for_byte_and_is_referred_to() throws Exception {
    ByteBuffer weights = ByteBuffer.allocate(2 << 20);
    Random random = new Random(1);
    while (weights.hasRemaining()) {
      weights.putFloat((float) random.nextGaussian());
    }
    Map<String, byte[]> files = Map.of("weights", weights.array(), "small", new byte[1000]);
    Path first = Checkpoints.write(output, 10, files);
    Compression compression = Compression.whereItSaves(directory.resolve("scratch"));
    try (CheckpointSync sync = start(settings().compression(compression))) {
      sync.flush(Deadline.after(LONG));
      Checkpoints.write(output, 20, files);
      assertThat(sync.flush(Deadline.after(LONG)))
          .hasValueSatisfying(second -> assertThat(second.sentBytes()).isZero());
    }
    Manifest manifest = manifest(20);
    assertThat(manifest.storedBytes()).isLessThan(manifest.bytes() * 95 / 100);
    assertThat(manifest.files())
        .extracting(ManifestFile::encoded)
        .extracting(encoded -> encoded.map(EncodedAs::encoding))
        .containsExactly(Optional.empty(), Optional.of(Encoding.SHUFFLED_ZSTD));
    assertThat(directory.resolve("scratch")).isEmptyDirectory();

    Path restored = directory.resolve("restored");
    new CheckpointRestore(Transfers.standard(store, Retry.standard()), restored)
        .restore(StoredCheckpoints.newestFirst(store, Optional.empty()), Deadline.after(LONG));
    assertThat(Checkpoints.content(restored.resolve("checkpoint-20")))
        .isEqualTo(Checkpoints.content(first));
    assertThat(restored.toFile().list()).containsExactly("checkpoint-20");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw SyncException.interrupted("waiting", e);
    }
  }
}
