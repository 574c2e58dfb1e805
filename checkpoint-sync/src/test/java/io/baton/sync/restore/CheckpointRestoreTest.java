package io.baton.sync.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sync.Checkpoints;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.CompletenessRule;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestJson;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.restore.RestoreOutcome.KeptLocal;
import io.baton.sync.restore.RestoreOutcome.NothingStored;
import io.baton.sync.restore.RestoreOutcome.Restored;
import io.baton.sync.retry.Backoff;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.DirectoryStore;
import io.baton.sync.store.FileSlice;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.ObjectStore;
import io.baton.sync.store.Pace;
import io.baton.sync.store.PartStore;
import io.baton.sync.transfer.Transfers;
import io.baton.sync.upload.CheckpointUploader;
import io.baton.sync.upload.CommittedCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckpointRestoreTest {
  private static final Retry RETRY =
      new Retry(
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
          new SplittableRandom(1),
          time -> {},
          (failure, wait) -> {});

  @TempDir Path directory;
  private Path trained;
  private Path output;
  private DirectoryStore store;

  @BeforeEach
  void openStore() {
    trained = directory.resolve("trained");
    output = directory.resolve("output");
    store = new DirectoryStore(directory.resolve("store"));
  }

  private CommittedCheckpoint commit(int step, Optional<Manifest> known) {
    Path written = Checkpoints.write(trained, step);
    return new CheckpointUploader(Transfers.standard(store, RETRY), CheckpointKeys.below("run"))
        .upload(
            new LocalCheckpoint(step, written), known, () -> Deadline.after(Duration.ofMinutes(1)));
  }

  private CommittedCheckpoint commit(int step) {
    return commit(step, Optional.empty());
  }

  private RestoreOutcome restore() {
    return restore(StoredCheckpoints.newestFirst(store, Optional.empty()));
  }

  private RestoreOutcome restore(List<Candidate> candidates) {
    return new CheckpointRestore(Transfers.standard(store, RETRY), output)
        .restore(candidates, Deadline.after(Duration.ofMinutes(1)));
  }

  private Path stored(String key) {
    return directory.resolve("store").resolve(key);
  }

  private void damage(String key) throws IOException {
    byte[] content = Files.readAllBytes(stored(key));
    content[content.length / 2] ^= 1;
    Files.write(stored(key), content);
  }

  private static void assertFails(SyncError error, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            SyncException.class, failure -> assertThat(failure.error()).isEqualTo(error));
  }

  private void assertNothingIsLeftOver() {
    assertThat(output.toFile().list((folder, name) -> name.startsWith(".restoring"))).isEmpty();
  }

  @Test
  void the_newest_checkpoint_comes_back_byte_for_byte() {
    CommittedCheckpoint first = commit(20);
    commit(40, Optional.of(first.manifest()));
    RestoreOutcome outcome = restore();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Restored.class,
            restored -> {
              assertThat(restored.step()).contains(40);
              assertThat(restored.rejected()).isEmpty();
            });
    assertThat(Checkpoints.content(output.resolve("checkpoint-40")))
        .isEqualTo(Checkpoints.content(trained.resolve("checkpoint-40")));
    assertNothingIsLeftOver();
  }

  @Test
  void nothing_stored_is_the_beginning() {
    assertThat(restore()).isInstanceOf(NothingStored.class);
    assertThat(output).isDirectory();
  }

  @Test
  void a_damaged_object_makes_the_one_before_it_come_back_with_the_reason() throws IOException {
    commit(20);
    commit(40);
    damage("run/checkpoint-40/files/pytorch_lora_weights.safetensors");
    Restored restored = (Restored) restore();
    assertThat(restored.step()).contains(20);
    assertThat(restored.rejected())
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.candidate().step()).isEqualTo(40);
              assertThat(rejection.reason().error()).isEqualTo(SyncError.OBJECT_CORRUPT);
              assertThat(rejection.reason()).hasMessageContaining("pytorch_lora_weights");
            });
    assertThat(output.resolve("checkpoint-40")).doesNotExist();
    assertNothingIsLeftOver();
  }

  @Test
  void truncated_prolonged_and_missing_objects_make_the_one_before_come_back() throws IOException {
    commit(10);
    commit(20);
    commit(30);
    commit(40);
    Path truncated = stored("run/checkpoint-40/files/pytorch_lora_weights.safetensors");
    Files.write(truncated, new byte[100]);
    Files.write(stored("run/checkpoint-30/files/scheduler.bin"), new byte[100_000]);
    Files.delete(stored("run/checkpoint-20/files/states/random_states_0.pkl"));
    Restored restored = (Restored) restore();
    assertThat(restored.step()).contains(10);
    assertThat(restored.rejected())
        .extracting(rejection -> rejection.reason().error())
        .containsExactly(
            SyncError.OBJECT_CORRUPT, SyncError.OBJECT_CORRUPT, SyncError.OBJECT_MISSING);
  }

  @Test
  void a_manifest_that_is_not_the_recorded_one_is_rejected() {
    CommittedCheckpoint first = commit(20);
    CommittedCheckpoint second = commit(40);
    Manifest forged = new Manifest(40, first.manifest().files());
    store.put(second.manifestKey(), ManifestJson.write(forged));
    Restored restored = (Restored) restore(List.of(recorded(second), recorded(first)));
    assertThat(restored.step()).contains(20);
    assertThat(restored.rejected())
        .singleElement()
        .satisfies(
            rejection ->
                assertThat(rejection.reason())
                    .hasMessageEndingWith("is not the one that was recorded."));
  }

  private static Candidate recorded(CommittedCheckpoint committed) {
    return new Candidate(
        committed.step(), committed.manifestKey(), Optional.of(committed.manifestSha256()));
  }

  @Test
  void a_manifest_of_another_step_than_its_name_is_rejected() throws IOException {
    commit(20);
    Files.createDirectories(stored("run/checkpoint-40"));
    Files.copy(
        stored("run/checkpoint-20/manifest.json"), stored("run/checkpoint-40/manifest.json"));
    assertThat(((Restored) restore()).step()).contains(20);
  }

  @Test
  void no_checkpoint_that_verifies_is_a_failure_with_all_reasons() throws IOException {
    commit(20);
    commit(40);
    damage("run/checkpoint-20/files/pytorch_lora_weights.safetensors");
    Files.writeString(stored("run/checkpoint-40/manifest.json"), "{");
    assertThatThrownBy(this::restore)
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.error()).isEqualTo(SyncError.NOTHING_VERIFIES))
        .hasMessageContaining("checkpoint-40/manifest.json")
        .hasMessageContaining("checkpoint-20/files/pytorch_lora_weights.safetensors");
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void a_newer_local_checkpoint_is_kept_and_nothing_fetched() {
    commit(20);
    Checkpoints.write(output, 30);
    assertThat(restore())
        .isInstanceOfSatisfying(
            KeptLocal.class, kept -> assertThat(kept.localStep()).isEqualTo(30));
    assertThat(output.resolve("checkpoint-20")).doesNotExist();
  }

  @Test
  void a_local_checkpoint_that_is_newer_than_what_verifies_is_kept() throws IOException {
    commit(20);
    commit(40);
    Files.delete(stored("run/checkpoint-40/files/scheduler.bin"));
    Checkpoints.write(output, 30);
    KeptLocal kept = (KeptLocal) restore();
    assertThat(kept.localStep()).isEqualTo(30);
    assertThat(kept.rejected()).hasSize(1);
  }

  @Test
  void an_older_local_checkpoint_does_not_hide_that_nothing_verifies() throws IOException {
    commit(40);
    Files.delete(stored("run/checkpoint-40/files/scheduler.bin"));
    Checkpoints.write(output, 30);
    assertFails(SyncError.NOTHING_VERIFIES, this::restore);
  }

  @Test
  void the_same_checkpoint_on_disk_is_not_fetched_again() {
    commit(20);
    Checkpoints.write(output, 20);
    assertThat(((Restored) restore()).fetchedBytes()).isZero();
  }

  @Test
  void a_local_checkpoint_that_differs_from_the_stored_one_is_set_aside_not_deleted()
      throws IOException {
    commit(20);
    Checkpoints.write(output, 20, Map.of("scheduler.bin", new byte[] {1, 2, 3}));
    Restored restored = (Restored) restore();
    assertThat(restored.setAside())
        .singleElement()
        .satisfies(
            aside ->
                assertThat(aside.resolve("scheduler.bin")).hasBinaryContent(new byte[] {1, 2, 3}));
    assertThat(Checkpoints.content(output.resolve("checkpoint-20")))
        .isEqualTo(Checkpoints.content(trained.resolve("checkpoint-20")));
    assertThat(LocalCheckpoint.in(output)).hasSize(1);
  }

  @Test
  void storage_that_does_not_answer_is_no_reason_to_go_back() {
    commit(20);
    commit(40);
    AtomicInteger calls = new AtomicInteger();
    CheckpointRestore restore =
        new CheckpointRestore(
            Transfers.standard(
                new FailingReads(store, SyncError.STORAGE_UNREACHABLE, calls), RETRY),
            output);
    List<Candidate> candidates = StoredCheckpoints.newestFirst(store, Optional.empty());
    assertFails(
        SyncError.STORAGE_UNREACHABLE,
        () -> restore.restore(candidates, Deadline.after(Duration.ofMillis(100))));
    assertThat(calls).hasValueGreaterThan(1);
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void storage_that_denies_access_is_no_reason_to_go_back() {
    commit(20);
    AtomicInteger calls = new AtomicInteger();
    CheckpointRestore restore =
        new CheckpointRestore(
            Transfers.standard(new FailingReads(store, SyncError.ACCESS_DENIED, calls), RETRY),
            output);
    List<Candidate> candidates = StoredCheckpoints.newestFirst(store, Optional.empty());
    assertFails(
        SyncError.ACCESS_DENIED,
        () -> restore.restore(candidates, Deadline.after(Duration.ofMinutes(1))));
    assertThat(calls).hasValue(1);
  }

  @Test
  void an_interrupted_restore_goes_on_with_what_it_has() throws IOException {
    commit(20);
    List<Candidate> candidates = StoredCheckpoints.newestFirst(store, Optional.empty());
    FailingReads failing =
        new FailingReads(
            store, SyncError.STORAGE_UNREACHABLE, new AtomicInteger(), "random_states_0.pkl");
    assertFails(
        SyncError.STORAGE_UNREACHABLE,
        () ->
            new CheckpointRestore(Transfers.standard(failing, RETRY), output)
                .restore(candidates, Deadline.after(Duration.ofMillis(50))));
    assertThat(LocalCheckpoint.in(output)).isEmpty();

    Restored restored = (Restored) restore();

    assertThat(restored.fetchedBytes()).isEqualTo("step 20".length());
    assertThat(Checkpoints.content(output.resolve("checkpoint-20")))
        .isEqualTo(Checkpoints.content(trained.resolve("checkpoint-20")));
    assertNothingIsLeftOver();
  }

  @Test
  void what_is_gathered_and_wrong_is_fetched_anew_and_no_reason_to_go_back() throws IOException {
    commit(20);
    CommittedCheckpoint second = commit(40);
    restore();
    Path done = output.resolve("checkpoint-40");
    Path gathering = new RestoreDirectory(output).gather(second.manifest());
    Files.delete(gathering);
    Files.move(done, gathering);
    Files.write(gathering.resolve("pytorch_lora_weights.safetensors"), new byte[50_000]);
    Files.writeString(gathering.resolve("not-of-the-checkpoint"), "x");

    Restored restored = (Restored) restore();

    assertThat(restored.step()).contains(40);
    assertThat(restored.fetchedBytes()).isEqualTo(50_000);
    assertThat(Checkpoints.content(done))
        .isEqualTo(Checkpoints.content(trained.resolve("checkpoint-40")));
  }

  @Test
  void bytes_that_were_damaged_on_their_way_are_fetched_again() {
    commit(20);
    commit(40);
    AtomicInteger reads = new AtomicInteger();
    ObjectStore damaging = new DamagingReads(store, reads);
    Restored restored =
        (Restored)
            new CheckpointRestore(Transfers.standard(damaging, RETRY), output)
                .restore(
                    StoredCheckpoints.newestFirst(store, Optional.empty()),
                    Deadline.after(Duration.ofMinutes(1)));
    assertThat(restored.step()).contains(40);
    assertThat(restored.rejected()).isEmpty();
    assertThat(Checkpoints.content(output.resolve("checkpoint-40")))
        .isEqualTo(Checkpoints.content(trained.resolve("checkpoint-40")));
    assertThat(reads).hasValue(8);
  }

  @Test
  void a_local_checkpoint_that_was_broken_off_is_set_aside() throws IOException {
    commit(20);
    Map<String, byte[]> half = new HashMap<>();
    half.put("pytorch_lora_weights.safetensors", safetensors(100));
    half.put("optimizer.bin", "optimizer".getBytes());
    Checkpoints.write(output, 40, half);
    half.put("scheduler.bin", "scheduler".getBytes());
    half.put("random_states_0.pkl", "states".getBytes());
    half.put("pytorch_lora_weights.safetensors", safetensors(99));
    Checkpoints.write(output, 60, half);
    CompletenessRule rule = CompletenessRule.automatic(Duration.ofSeconds(1));
    CheckpointRestore restore =
        new CheckpointRestore(Transfers.standard(store, RETRY), output, rule);

    RestoreOutcome outcome =
        restore.restore(
            StoredCheckpoints.newestFirst(store, Optional.empty()),
            Deadline.after(Duration.ofMinutes(1)));

    assertThat(outcome.step()).contains(20);
    assertThat(outcome.setAside())
        .extracting(path -> path.getFileName().toString())
        .containsExactly(".checkpoint-40.set-aside-1", ".checkpoint-60.set-aside-1");
    half.put("pytorch_lora_weights.safetensors", safetensors(100));
    Checkpoints.write(output, 80, half);
    assertThat(
            restore
                .restore(
                    StoredCheckpoints.newestFirst(store, Optional.empty()),
                    Deadline.after(Duration.ofMinutes(1)))
                .step())
        .contains(80);
  }

  /** A header that promises a tensor of 100 bytes, and so many bytes. */
  private static byte[] safetensors(int bytes) {
    byte[] header =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[100],\"data_offsets\":[0,100]}}".getBytes();
    return ByteBuffer.allocate(8 + header.length + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  @Test
  void what_a_killed_restore_left_is_removed() throws IOException {
    commit(20);
    Path leftOver = Files.createDirectories(output.resolve(".restoring-checkpoint-20-123"));
    Files.writeString(leftOver.resolve("half"), "half");
    Path users = Files.createDirectories(output.resolve(".restoring-my-own"));
    restore();
    assertThat(leftOver).doesNotExist();
    assertThat(users).exists();
  }

  @Test
  void runs_are_listed_newest_step_first_and_the_later_run_first_for_the_same_step() {
    for (String key :
        List.of(
            "runs/a/checkpoint-20/manifest.json",
            "runs/b/checkpoint-20/manifest.json",
            "runs/a/checkpoint-100/manifest.json",
            "runs/a/checkpoint-100/files/manifest.json",
            "runs/a/checkpoint-100/files/checkpoint-300/manifest.json",
            "runs/a/checkpoint-0100/manifest.json",
            "checkpoint-5/manifest.json")) {
      store.put(new ObjectKey(key), new byte[0]);
    }
    assertThat(StoredCheckpoints.newestFirst(store, Optional.empty()))
        .extracting(candidate -> candidate.manifestKey().value())
        .containsExactly(
            "runs/a/checkpoint-100/manifest.json",
            "runs/b/checkpoint-20/manifest.json",
            "runs/a/checkpoint-20/manifest.json",
            "checkpoint-5/manifest.json");
  }

  @Test
  void a_link_in_the_output_directory_is_replaced_and_not_followed() throws IOException {
    commit(20);
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.createDirectories(output);
    Files.createSymbolicLink(output.resolve("checkpoint-20"), elsewhere);
    restore();
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(Files.isSymbolicLink(output.resolve("checkpoint-20"))).isFalse();
    assertThat(Sha256.of(output.resolve("checkpoint-20/scheduler.bin")))
        .isEqualTo(Sha256.of(trained.resolve("checkpoint-20/scheduler.bin")));
  }

  /** A store whose reads of some keys fail. */
  private record FailingReads(
      DirectoryStore store, SyncError error, AtomicInteger calls, String partOfKey)
      implements ObjectStore {
    FailingReads(DirectoryStore store, SyncError error, AtomicInteger calls) {
      this(store, error, calls, "");
    }

    private void check(ObjectKey key) {
      if (key.value().contains(partOfKey)) {
        calls.incrementAndGet();
        throw new SyncException(error, "No.");
      }
    }

    @Override
    public void put(ObjectKey key, FileSlice content, Pace pace) {
      store.put(key, content, pace);
    }

    @Override
    public void put(ObjectKey key, byte[] bytes) {
      store.put(key, bytes);
    }

    @Override
    public void get(ObjectKey key, Path target, long limit, Pace pace) {
      check(key);
      store.get(key, target, limit, pace);
    }

    @Override
    public Optional<String> get(ObjectKey key, long size, FileSlice target, Pace pace) {
      check(key);
      return store.get(key, size, target, pace);
    }

    @Override
    public byte[] get(ObjectKey key, int limit) {
      check(key);
      return store.get(key, limit);
    }

    @Override
    public Optional<ObjectStat> head(ObjectKey key) {
      check(key);
      return store.head(key);
    }

    @Override
    public void delete(ObjectKey key) {
      store.delete(key);
    }

    @Override
    public Optional<PartStore> parts() {
      return Optional.empty();
    }
  }

  /** A store each of whose objects arrives damaged every other time. */
  private record DamagingReads(DirectoryStore store, AtomicInteger reads) implements ObjectStore {
    private boolean damages() {
      return reads.getAndIncrement() % 2 == 0;
    }

    @Override
    public void put(ObjectKey key, FileSlice content, Pace pace) {
      store.put(key, content, pace);
    }

    @Override
    public void put(ObjectKey key, byte[] bytes) {
      store.put(key, bytes);
    }

    @Override
    public void get(ObjectKey key, Path target, long limit, Pace pace) {
      store.get(key, target, limit, pace);
      if (damages()) {
        try {
          Files.write(target, new byte[(int) Files.size(target)]);
        } catch (IOException e) {
          throw SyncException.local("damaging", target, e);
        }
      }
    }

    @Override
    public Optional<String> get(ObjectKey key, long size, FileSlice target, Pace pace) {
      return store.get(key, size, target, pace);
    }

    @Override
    public byte[] get(ObjectKey key, int limit) {
      byte[] bytes = store.get(key, limit);
      return damages() ? new byte[bytes.length] : bytes;
    }

    @Override
    public Optional<ObjectStat> head(ObjectKey key) {
      return store.head(key);
    }

    @Override
    public void delete(ObjectKey key) {
      store.delete(key);
    }

    @Override
    public Optional<PartStore> parts() {
      return Optional.empty();
    }
  }
}
