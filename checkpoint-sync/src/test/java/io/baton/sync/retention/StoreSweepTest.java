package io.baton.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sync.Checkpoints;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.restore.StoredCheckpointVerifier;
import io.baton.sync.restore.StoredCheckpoints;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.DirectoryStore;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.transfer.Transfers;
import io.baton.sync.upload.CheckpointUploader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSweepTest {
  private static final SweepOccasion ANYTIME = new SweepOccasion.Anytime(Duration.ofHours(24));

  @TempDir Path directory;
  private DirectoryStore store;
  private StoreSweep sweep;

  @BeforeEach
  void openStore() {
    store = new DirectoryStore(directory.resolve("store"));
    sweep = new StoreSweep(store, Retry.standard(), StoreSweepTest::soon, remark -> {});
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofMinutes(1));
  }

  private Manifest commit(String run, int step, Optional<Manifest> known) {
    Path written = Checkpoints.write(directory.resolve(run), step);
    return new CheckpointUploader(
            Transfers.standard(store, Retry.standard()), CheckpointKeys.below("runs/" + run))
        .upload(new LocalCheckpoint(step, written), known, StoreSweepTest::soon)
        .manifest();
  }

  /** As if it had been stored two days ago. */
  private void age(String key) throws IOException {
    Files.setLastModifiedTime(
        directory.resolve("store").resolve(key),
        FileTime.from(Instant.now().minus(Duration.ofDays(2))));
  }

  private List<Integer> stepsThatVerify() {
    StoredCheckpointVerifier verifier =
        new StoredCheckpointVerifier(
            Transfers.standard(store, Retry.standard()), StoreSweepTest::soon);
    return StoredCheckpoints.newestFirst(store, Optional.empty()).stream()
        .map(candidate -> verifier.verify(candidate).step())
        .toList();
  }

  private List<String> keys() {
    return store.list(Optional.empty()).stream().map(object -> object.key().value()).toList();
  }

  @Test
  void what_stays_verifies_and_old_leftovers_go() throws IOException {
    Manifest first = commit("a", 10, Optional.empty());
    Manifest second = commit("a", 20, Optional.of(first));
    commit("a", 30, Optional.of(second));
    ObjectKey lost = new ObjectKey("runs/lost/checkpoint-5/files/weights");
    store.put(lost, new byte[10]);
    age(lost.value());
    ObjectKey beingSent = new ObjectKey("runs/b/checkpoint-40/files/weights");
    store.put(beingSent, new byte[10]);

    SweepPlan plan = sweep.plan(RetentionPolicy.keepLast(1), ANYTIME, sweep.storageTime());
    assertThat(keys()).contains(lost.value());
    sweep.carryOut(plan);

    assertThat(stepsThatVerify()).containsExactly(30);
    assertThat(keys())
        .containsExactly(
            "runs/a/checkpoint-10/files/scheduler.bin",
            "runs/a/checkpoint-30/files/pytorch_lora_weights.safetensors",
            "runs/a/checkpoint-30/files/states/random_states_0.pkl",
            "runs/a/checkpoint-30/manifest.json",
            beingSent.value());
    SweepPlan again = sweep.plan(RetentionPolicy.keepLast(1), ANYTIME, sweep.storageTime());
    assertThat(again.retiredObjects()).isEmpty();
    assertThat(again.orphans()).isEmpty();
  }

  @Test
  void a_sweep_that_died_half_way_is_finished_by_the_next() throws IOException {
    commit("a", 10, Optional.empty());
    commit("a", 20, Optional.empty());
    store.delete(new ObjectKey("runs/a/checkpoint-10/manifest.json"));
    for (String key : keys()) {
      age(key);
    }
    sweep.carryOut(sweep.plan(RetentionPolicy.keepLast(1), ANYTIME, sweep.storageTime()));
    assertThat(keys()).hasSize(4).allMatch(key -> key.startsWith("runs/a/checkpoint-20/"));
  }

  @Test
  void nothing_is_deleted_beside_a_manifest_of_a_later_version() {
    commit("a", 10, Optional.empty());
    commit("a", 20, Optional.empty());
    String before = "{\"version\":3,";
    store.put(
        new ObjectKey("runs/b/checkpoint-30/manifest.json"),
        (before + "\"checksum\":\"" + Sha256.of(before.getBytes(StandardCharsets.UTF_8)) + "\"}")
            .getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> sweep.plan(RetentionPolicy.keepLast(1), ANYTIME, Instant.now()))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.error()).isEqualTo(SyncError.MANIFEST_TOO_NEW));
  }
}
