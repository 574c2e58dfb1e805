package io.baton.sdxl.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.progress.ProgressEvent.CheckpointWritten;
import io.baton.sdxl.progress.ProgressEvent.Done;
import io.baton.sdxl.progress.ProgressEvent.Failed;
import io.baton.sdxl.progress.ProgressEvent.PhaseStarted;
import io.baton.sdxl.progress.ProgressEvent.Resumed;
import io.baton.sdxl.progress.ProgressEvent.StepDone;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The lines of docs/trainer-contract.md. */
class JsonLinesTest {

  @Test
  void a_phase_is_a_line() {
    assertLine(
        new PhaseStarted(Phase.LOADING_MODEL), "{\"event\":\"phase\",\"phase\":\"loading-model\"}");
    assertLine(
        new PhaseStarted(Phase.PREPARING_DATA),
        "{\"event\":\"phase\",\"phase\":\"preparing-data\"}");
  }

  @Test
  void a_resume_is_a_line() {
    assertLine(new Resumed(20), "{\"event\":\"resumed\",\"step\":20}");
  }

  @Test
  void a_step_is_a_line() {
    assertLine(
        new StepDone(12, 60, 0.123, 1e-4, 0.25, 3.4),
        "{\"event\":\"step\",\"step\":12,\"totalSteps\":60,\"loss\":0.123,"
            + "\"learningRate\":1.0E-4,\"gradientNorm\":0.25,\"stepsPerSecond\":3.4}");
  }

  @Test
  void a_checkpoint_is_a_line() {
    assertLine(
        new CheckpointWritten(20, Path.of("/abs/checkpoint-20")),
        "{\"event\":\"checkpoint\",\"step\":20,\"path\":\"/abs/checkpoint-20\"}");
  }

  @Test
  void the_end_is_a_line() {
    assertLine(
        new Done(60, Path.of("/abs/pytorch_lora_weights.safetensors")),
        "{\"event\":\"done\",\"step\":60,\"path\":\"/abs/pytorch_lora_weights.safetensors\"}");
  }

  @Test
  void an_error_is_a_line_even_where_its_message_has_quotes_and_line_breaks() {
    assertLine(
        new Failed(FailureCode.BAD_INPUT, "\"x\"\nis no image"),
        "{\"event\":\"error\",\"code\":\"bad-input\",\"message\":\"\\\"x\\\"\\nis no image\"}");
  }

  private static void assertLine(ProgressEvent event, String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JsonLines(new PrintStream(bytes, true, StandardCharsets.UTF_8)).on(event);
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(line + "\n");
  }
}
