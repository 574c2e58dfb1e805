package io.baton.sync.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.Checkpoints;
import io.baton.sync.SyncError;
import io.baton.sync.local.CompletenessRule;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.restore.RestoreOutcome.KeptLocal;
import io.baton.sync.restore.RestoreOutcome.Restored;
import io.baton.sync.retry.Deadline;
import io.baton.sync.transfer.Transfers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a restore makes of checkpoints that are on the disk already. */
@Timeout(60)
class LocalCheckpointsTest extends RestoreScene {
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
}
