package io.baton.sdxl.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.lorafile.LoraFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher in processes of its own, ended by real signals. */
class ProcessTest {

  @TempDir static Path shared;
  @TempDir Path output;

  private static byte[] undisturbed;

  @BeforeAll
  static void train_without_interruption() throws Exception {
    try (TrainerProcess trainer = TrainerProcess.start(shared)) {
      assertThat(trainer.exitCode()).isZero();
      assertThat(trainer.events().get(0).required("event").textValue()).isEqualTo("phase");
      JsonNode done = trainer.lastEvent();
      assertThat(done.required("event").textValue()).isEqualTo("done");
      assertThat(Path.of(done.required("path").textValue())).isAbsolute().exists();
    }
    undisturbed = Files.readAllBytes(shared.resolve(LoraFile.NAME));
  }

  @Test
  void sigterm_writes_a_checkpoint_and_exits_with_75() throws Exception {
    long stopped;
    try (TrainerProcess trainer = TrainerProcess.start(output)) {
      trainer.awaitStep(3);
      trainer.signal("TERM");
      assertThat(trainer.exitCode()).isEqualTo(75);
      JsonNode last = trainer.lastEvent();
      assertThat(last.required("event").textValue()).isEqualTo("checkpoint");
      stopped = last.required("step").longValue();
      assertThat(stopped).isGreaterThanOrEqualTo(3);
      assertThat(output.resolve("checkpoint-" + stopped).resolve("progress.json")).exists();
    }
    try (TrainerProcess trainer = TrainerProcess.resume(output)) {
      assertThat(trainer.exitCode()).isZero();
      assertThat(trainer.events())
          .anySatisfy(
              event -> {
                assertThat(event.required("event").textValue()).isEqualTo("resumed");
                assertThat(event.required("step").longValue()).isEqualTo(stopped);
              });
    }
    assertThat(Files.readAllBytes(output.resolve(LoraFile.NAME))).isEqualTo(undisturbed);
  }

  @Test
  void sigkill_loses_no_more_than_the_steps_since_the_last_checkpoint() throws Exception {
    try (TrainerProcess trainer = TrainerProcess.start(output)) {
      trainer.awaitEvent("checkpoint");
      trainer.awaitStep(10); // about when the next one is written
      trainer.signal("KILL");
      trainer.exitCode();
    }
    assertThat(output.resolve("checkpoint-5")).isDirectory();
    assertThat(output.resolve(LoraFile.NAME)).doesNotExist();
    try (TrainerProcess trainer = TrainerProcess.resume(output)) {
      assertThat(trainer.exitCode()).isZero();
    }
    assertThat(Files.readAllBytes(output.resolve(LoraFile.NAME))).isEqualTo(undisturbed);
  }

  @Test
  void sigterm_while_the_model_is_loaded_exits_with_75_and_leaves_nothing() throws Exception {
    try (TrainerProcess trainer = TrainerProcess.start(output)) {
      trainer.awaitEvent("phase");
      trainer.signal("TERM");
      assertThat(trainer.exitCode()).isEqualTo(75);
    }
    try (Stream<Path> left = Files.list(output)) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }

  @Test
  void a_trainer_whose_parent_dies_ends_as_well() throws Exception {
    Path id = output.resolve("trainer.pid");
    Process parent = TrainerProcess.startUnderShell(output, id, List.of("--exit-with-parent"));
    ProcessHandle trainer = TrainerProcess.awaitProcess(parent, id);
    parent.destroyForcibly().waitFor();
    trainer.onExit().get();
    assertThat(trainer.isAlive()).isFalse();
  }

  @Test
  void a_disk_that_fills_up_is_told_in_one_sentence_and_leaves_no_half_checkpoint()
      throws Exception {
    try (TrainerProcess trainer = TrainerProcess.startWithFileLimit(output)) {
      assertThat(trainer.exitCode()).isEqualTo(74);
      JsonNode last = trainer.lastEvent();
      assertThat(last.required("event").textValue()).isEqualTo("error");
      assertThat(last.required("message").textValue()).contains("checkpoint-5");
    }
    try (Stream<Path> left = Files.list(output)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("checkpoint"));
    }
  }
}
