package io.baton.sync.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.Checkpoints;
import io.baton.sync.SyncError;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.restore.RestoreOutcome.Restored;
import io.baton.sync.retry.Deadline;
import io.baton.sync.transfer.Transfers;
import io.baton.sync.upload.CommittedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Storage that fails, bytes that are damaged on their way, and restores that were killed. */
@Timeout(60)
class InterruptedRestoreTest extends RestoreScene {
  @Test
  void storage_that_does_not_answer_is_no_reason_to_go_back() {
    commit(20);
    commit(40);
    FailingReads failing = new FailingReads(store, SyncError.STORAGE_UNREACHABLE);
    CheckpointRestore restore = new CheckpointRestore(Transfers.standard(failing, RETRY), output);
    List<Candidate> candidates = StoredCheckpoints.newestFirst(store, Optional.empty());
    assertFails(
        SyncError.STORAGE_UNREACHABLE,
        () -> restore.restore(candidates, Deadline.after(Duration.ofMillis(100))));
    assertThat(failing.calls()).isGreaterThan(1);
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void storage_that_denies_access_is_no_reason_to_go_back() {
    commit(20);
    FailingReads failing = new FailingReads(store, SyncError.ACCESS_DENIED);
    CheckpointRestore restore = new CheckpointRestore(Transfers.standard(failing, RETRY), output);
    List<Candidate> candidates = StoredCheckpoints.newestFirst(store, Optional.empty());
    assertFails(
        SyncError.ACCESS_DENIED,
        () -> restore.restore(candidates, Deadline.after(Duration.ofMinutes(1))));
    assertThat(failing.calls()).isEqualTo(1);
  }

  @Test
  void an_interrupted_restore_goes_on_with_what_it_has() throws IOException {
    commit(20);
    List<Candidate> candidates = StoredCheckpoints.newestFirst(store, Optional.empty());
    FailingReads failing =
        new FailingReads(store, SyncError.STORAGE_UNREACHABLE, "random_states_0.pkl");
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
    DamagingReads damaging = new DamagingReads(store);
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
    assertThat(damaging.reads()).isEqualTo(8);
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
}
