package io.baton.sync.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestJson;
import io.baton.sync.restore.RestoreOutcome.Restored;
import io.baton.sync.upload.CommittedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stored checkpoints that do not verify make way for those before them. */
@Timeout(60)
class DamagedCheckpointsTest extends RestoreScene {
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
}
