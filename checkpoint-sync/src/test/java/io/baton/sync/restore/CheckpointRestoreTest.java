package io.baton.sync.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.Checkpoints;
import io.baton.sync.restore.RestoreOutcome.NothingStored;
import io.baton.sync.restore.RestoreOutcome.Restored;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.upload.CommittedCheckpoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CheckpointRestoreTest extends RestoreScene {
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
}
