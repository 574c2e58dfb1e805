package io.baton.sdxl.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a run writes, loaded by diffusers itself: it does there what it does here. For a Python with
 * diffusers: {@code BATON_PYTHON}, and {@code BATON_DIFFUSERS} where diffusers is a checkout.
 */
@EnabledIfEnvironmentVariable(
    named = "BATON_PYTHON",
    matches = ".+",
    disabledReason = "there is no Python with diffusers to compare with")
class DiffusersInteropTest {

  private static final String DIFFUSERS_FILE = "pytorch_lora_weights.safetensors";
  private static final String KOHYA_FILE = "pytorch_lora_weights_kohya.safetensors";

  @TempDir Path directory;

  private String messages = "";

  @ParameterizedTest
  @ValueSource(strings = {DIFFUSERS_FILE, KOHYA_FILE})
  void diffusers_loads_a_lora_of_unet_and_text_encoders(String file)
      throws IOException, InterruptedException {
    train("--train_text_encoder", "--text_encoder_lr=0.1", "--alpha=4");
    assertSameInDiffusers(file);
  }

  // Not kohya's file, of which diffusers drops DoRA's magnitudes with a warning.
  @Test
  void diffusers_loads_a_dora() throws IOException, InterruptedException {
    train("--train_text_encoder", "--text_encoder_lr=0.1", "--use_dora");
    assertSameInDiffusers(DIFFUSERS_FILE);
  }

  @Test
  void the_engine_is_equal_to_the_installed_diffusers() throws IOException, InterruptedException {
    Path recording = directory.resolve("recording.safetensors");
    record(recording, "--rank=2", "--steps=3", "--learning_rate=1e-3", "--snr_gamma=5");
    assertThat(verify(recording)).as(messages).isZero();
    assertThat(messages.lines()).hasSize(7);
  }

  private void train(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--pretrained_model_name_or_path=" + TinyModel.directory(),
                "--instance_data_dir=../samples/chelsea",
                "--instance_prompt=a photo of sks cat",
                "--output_dir=" + directory.resolve("out"),
                "--resolution=32",
                "--train_batch_size=2",
                "--max_train_steps=2",
                "--learning_rate=0.1",
                "--rank=2",
                "--seed=0",
                "--device=cpu",
                "--progress=none"));
    arguments.addAll(Arrays.asList(options));
    assertThat(execute(arguments)).as(messages).isZero();
  }

  private void assertSameInDiffusers(String file) throws IOException, InterruptedException {
    Path lora = directory.resolve("out").resolve(file);
    Path recording = directory.resolve("recording.safetensors");
    record(recording, "--sections=unet,text_encoder,text_encoder_2", "--lora=" + lora);
    assertThat(verify(recording, "--lora=" + lora)).as(messages).isZero();
    assertThat(messages.lines()).hasSize(3);
    assertThat(verify(recording)).as("without the LoRA").isEqualTo(1);
  }

  private int verify(Path recording, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "verify",
                "--model=" + TinyModel.directory(),
                "--recording=" + recording,
                "--device=cpu"));
    arguments.addAll(Arrays.asList(options));
    return execute(arguments);
  }

  private int execute(List<String> arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    int exitCode = SdxlLora.execute(stream, stream, arguments.toArray(String[]::new));
    messages = output.toString(StandardCharsets.UTF_8);
    return exitCode;
  }

  private void record(Path recording, String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getenv("BATON_PYTHON"),
                "src/test/python/record.py",
                "--model=" + TinyModel.directory(),
                "--out=" + recording,
                "--resolution=16"));
    command.addAll(Arrays.asList(options));
    Path log = directory.resolve("record.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("HF_HUB_OFFLINE", "1");
    String checkout = System.getenv("BATON_DIFFUSERS");
    if (checkout != null) {
      builder.environment().put("PYTHONPATH", checkout + "/src");
    }
    assertThat(builder.start().waitFor()).as(Files.readString(log)).isZero();
  }
}
