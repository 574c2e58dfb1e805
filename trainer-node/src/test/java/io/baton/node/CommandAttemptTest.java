package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.clock.NodeClock;
import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.TestNode;
import io.baton.node.trainer.TrainerProgram;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.CommandOptions;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts at jobs that run a command, with a trainer that really writes checkpoints. */
class CommandAttemptTest {
  @TempDir Path directory;
  private FakeApi api;
  private TestNode node;

  @BeforeEach
  void setUp() throws IOException {
    api = new FakeApi(30, 10);
    api.leases(Duration.ofSeconds(30), Duration.ofMillis(50));
    node = new TestNode(directory, api, NodeClock.SYSTEM).allowingCommands();
  }

  @AfterEach
  void tearDown() {
    node.close();
    api.close();
  }

  private void runTrainer(String more) throws IOException {
    TrainerProgram program = node.trainer.program();
    api.run(
        Json.mapper()
            .readValue(
                """
                {"words":["%s","train","--output_dir={output}","--max_train_steps={totalSteps}",
                  "--checkpointing_steps={checkpointingSteps}","--seed={seed}","{resume}"],
                 "environment":{"OWN":"{dataset}"},"seed":7,"totalSteps":30,"checkpointingSteps":10,
                 "checkpoints":{"layout":"renamed"}%s}
                """
                    .formatted(program.executable(), more),
                CommandOptions.class));
  }

  @Test
  void command_is_interrupted_goes_on_from_its_checkpoint_and_leaves_its_files()
      throws IOException {
    runTrainer("");
    node.trainer.limit(15);
    node.start();
    Await.until("committed", () -> api.committedSteps().contains(10));
    Await.until("at work", () -> api.lastHeartbeat().filter(beat -> beat.step() == 15).isPresent());
    assertThat(api.lastHeartbeat().orElseThrow().phase()).isEqualTo(Phase.TRAINING);
    assertThat(node.trainer.commandLine()).noneMatch(word -> word.startsWith("--resume"));
    assertThat(node.trainer.environment()).contains("OWN");
    api.answerHeartbeatsWith(Directive.DRAIN);
    Await.until("given back", () -> !api.releases().isEmpty());
    api.answerHeartbeatsWith(Directive.CONTINUE);
    api.endLease();
    node.trainer.limit(30);
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.committedSteps()).contains(15);
    assertThat(node.trainer.commandLine()).contains("--resume_from_checkpoint=latest");
    assertThat(api.completions().get(0).step()).isEqualTo(30);
    assertThat(api.completions().get(0).files())
        .extracting(StoredFile::name)
        .containsExactly("pytorch_lora_weights.safetensors");
    assertThat(api.workRequests().get(0).capabilities().labels())
        .isEqualTo(NodeRequirements.COMMANDS_ALLOWED);
  }

  @Test
  void half_a_checkpoint_that_a_killed_command_left_is_neither_stored_nor_gone_on_from()
      throws Exception {
    Path script = writeInPlaceTrainer();
    Path hold = Files.writeString(directory.resolve("hold"), "");
    api.run(
        Json.mapper()
            .readValue(
                """
                {"words":["sh","%s","{output}","{totalSteps}","{checkpointingSteps}"],
                 "environment":{"HOLD":"%s"},"totalSteps":30,"checkpointingSteps":10,
                 "checkpoints":{"settleSeconds":1},"artifact":["lora"]}
                """
                    .formatted(script, hold),
                CommandOptions.class));
    node.start();
    Await.until("committed", () -> api.committedSteps().contains(10));
    Await.until("half of 15", () -> Files.exists(node.output().resolve("checkpoint-15")));
    api.answerHeartbeatsWith(Directive.DRAIN);
    Await.until("given back", () -> !api.releases().isEmpty());
    assertThat(api.committedSteps()).containsExactly(10);
    Files.delete(hold);
    api.answerHeartbeatsWith(Directive.CONTINUE);
    api.endLease();
    Await.until("completed", () -> !api.completions().isEmpty());

    String lora = api.object("jobs/job-1/attempts/2/artifact/lora");
    assertThat(lora).isEqualTo(undisturbed(script)).startsWith("30 ");
    assertThat(api.logs().toString()).contains("going on from 10");
    assertThat(api.metrics().toString()).contains("loss");
  }

  /** Writes as accelerate does, in place and file by file; the state depends on every step. */
  private Path writeInPlaceTrainer() throws IOException {
    return Files.writeString(
        directory.resolve("trainer.sh"),
        """
        out=$1 total=$2 every=$3 step=0 state=start
        for each in "$out"/checkpoint-*; do
          test -d "$each" && test "${each##*-}" -gt $step && step=${each##*-}
        done
        test $step -gt 0 && state=$(cat "$out/checkpoint-$step/model.bin")
        echo "going on from $step"
        while test $step -lt "$total"; do
          step=$((step + 1)) state=$(echo "$state $step" | cksum)
          echo "Steps: 50%|#| $step/$total [00:01<00:01, 2.00it/s, loss=0.$step]" >&2
          if test -e "$HOLD" && test $step = 15; then
            mkdir "$out/checkpoint-15" && echo half > "$out/checkpoint-15/model.bin"
            exec sleep 600
          fi
          if test $((step % every)) = 0; then
            mkdir "$out/checkpoint-$step"
            for file in model.bin optimizer.bin scheduler.bin random_states_0.pkl; do
              echo "$state" > "$out/checkpoint-$step/$file"
            done
          fi
        done
        echo "$step $state" > "$out/lora"
        """);
  }

  private String undisturbed(Path script) throws IOException, InterruptedException {
    Path output = Files.createDirectories(directory.resolve("undisturbed"));
    new ProcessBuilder("sh", script.toString(), output.toString(), "30", "10").start().waitFor();
    return Files.readString(output.resolve("lora"));
  }

  @Test
  void command_without_the_file_that_was_asked_for_has_failed() throws IOException {
    runTrainer(",\"artifact\":[\"*.bin\"]");
    node.start();
    Await.until("failed", () -> !api.failures().isEmpty());

    assertThat(api.failures().get(0).failureClass()).isEqualTo(FailureClass.TRAINER_CRASH);
    assertThat(api.failures().get(0).message())
        .isEqualTo("The command ended well, but its output directory has no file *.bin.");
  }

  @Test
  void node_whose_operator_allows_no_commands_starts_none() throws IOException {
    node.close();
    node = new TestNode(directory.resolve("other"), api, NodeClock.SYSTEM);
    runTrainer("");
    node.start();
    Await.until("failed", () -> !api.failures().isEmpty());

    assertThat(api.failures().get(0).failureClass()).isEqualTo(FailureClass.NODE_MISCONFIGURED);
    assertThat(api.failures().get(0).message()).contains("--allow-commands");
    assertThat(node.trainer.isStarted()).isFalse();
  }
}
