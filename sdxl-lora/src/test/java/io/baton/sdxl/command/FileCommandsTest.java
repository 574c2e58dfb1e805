package io.baton.sdxl.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.initmodel.ModelInitializer;
import io.baton.sdxl.initmodel.ModelPreset;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.SingleFileWriter;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code inspect} and {@code convert} as their users meet them. */
class FileCommandsTest {

  private static final String MODULE = "unet.mid_block.attentions.0.proj_in.lora.";

  @TempDir private Path directory;

  @Test
  void a_lora_is_described() throws IOException {
    Path lora = lora(2, 0.5f);
    CommandResult result = CommandResult.execute("inspect", lora.toString(), "--json");
    assertThat(result.exitCode()).isZero();
    JsonNode report = new ObjectMapper().readTree(result.out());
    assertThat(report.path("kind").asText()).isEqualTo("LoRA");
    assertThat(report.path("format").asText()).isEqualTo("diffusers");
    assertThat(report.at("/unet/modules_by_rank/2").asInt()).isEqualTo(1);
    assertThat(report.at("/unet/dtypes/F32").asInt()).isEqualTo(2);
    // Every element of up · down, 5 by 3, is 2 · 0.5 · 0.5.
    assertThat(report.at("/unet/l2_norm_of_change").asDouble())
        .isCloseTo(Math.sqrt(15) * 0.5, within(1e-6));
    assertThat(report.path("problems")).isEmpty();
    assertThat(CommandResult.execute("inspect", lora.toString()).out())
        .contains(": LoRA", "modules_by_kind:", "proj_in: 1");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 0})
  void a_lora_that_holds_no_numbers_or_changes_nothing_is_wrong(float value) throws IOException {
    CommandResult result = CommandResult.execute("inspect", lora(2, value).toString());
    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.out())
        .contains(
            value == 0
                ? "problem: The LoRA of unet changes nothing"
                : "in 2 tensors, the first of which is 'mid_block.attentions.0.proj_in (down)'");
  }

  @Test
  void a_file_that_is_almost_a_lora_is_still_described() throws IOException {
    Path file = directory.resolve("a.safetensors");
    SafetensorsWriter.write(
        file, List.of(filled(MODULE + "down.weight", 1, 2, 3), filled("other", 1, 4)), Map.of());
    CommandResult result = CommandResult.execute("inspect", file.toString());
    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.out()).contains("parameters: 10", "its tensor 'other' (one of 2)");
  }

  @Test
  void a_models_missing_unexpected_and_misshapen_tensors_are_named() throws IOException {
    Path model = directory.resolve("model");
    ModelInitializer.write(ModelPreset.TINY, 0, model);
    assertThat(CommandResult.execute("inspect", model.toString()).exitCode()).isZero();
    Path weights = model.resolve("vae/diffusion_pytorch_model.safetensors");
    List<TensorSource> tensors = new ArrayList<>();
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      file.tensors()
          .forEach(
              (name, tensor) -> {
                if (!name.equals("quant_conv.bias")) {
                  boolean longer = name.equals("encoder.conv_in.bias");
                  tensors.add(
                      longer
                          ? filled(name, 1, 99)
                          : TensorSource.ofFloats(name, tensor.shape(), file.floats(name)));
                }
              });
    }
    tensors.add(filled("quant_conv.beta", 1, 1));
    SafetensorsWriter.write(weights, tensors, Map.of());
    Files.delete(model.resolve("tokenizer/vocab.json"));
    CommandResult result = CommandResult.execute("inspect", model.toString());
    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.out())
        .contains(
            "problem: vae lacks 1 tensor: quant_conv.bias.",
            "problem: vae has, without any use for them, 1 tensor: quant_conv.beta.",
            "encoder.conv_in.bias [99] for [32]",
            "problem: The model lacks " + model.resolve("tokenizer/vocab.json"));
  }

  @Test
  void a_single_file_of_another_size_than_sdxl_is_told() throws IOException {
    Path file = directory.resolve("model.safetensors");
    SingleFileWriter.write(ModelDirectory.open(TinyModel.directory(), Optional.empty()), file);
    CommandResult result = CommandResult.execute("inspect", file.toString());
    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.out())
        .contains("model in a single file", "unet lacks", "in another shape than the");
  }

  @Test
  void any_safetensors_file_is_described() throws IOException {
    Path file = directory.resolve("a.safetensors");
    SafetensorsWriter.write(
        file, List.of(filled("x", 2, 3, 4)), Map.of("made by", "a\u001b[1mtest"));
    CommandResult result = CommandResult.execute("inspect", file.toString());
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("safetensors file", "x: F32 [3, 4]", "parameters: 12", "made by: a [1mtest");
  }

  @Test
  void a_pickle_is_never_opened() throws IOException {
    Path file = directory.resolve("optimizer.bin");
    Files.write(file, new byte[] {(byte) 0x80, 2, '}', 'q', 0, 'X', 5, 0, 0});
    for (String[] command :
        new String[][] {
          {"inspect", file.toString()},
          {"convert", file.toString(), directory.resolve("x").toString(), "--to=kohya"}
        }) {
      CommandResult result = CommandResult.execute(command);
      assertThat(result.exitCode()).isEqualTo(65);
      assertThat(result.err()).contains("is a Python pickle: it can run code when it is opened");
    }
  }

  @Test
  void a_directory_of_nothing_known_is_missing_input() {
    CommandResult result = CommandResult.execute("inspect", directory.toString());
    assertThat(result.exitCode()).isEqualTo(66);
    assertThat(result.err()).contains("is neither a model (model_index.json), a checkpoint");
  }

  @Test
  void a_lora_is_converted() throws IOException {
    Path kohya = directory.resolve("kohya.safetensors");
    CommandResult result =
        CommandResult.execute("convert", lora(2, 1).toString(), kohya.toString(), "--to", "kohya");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("Wrote 1 module of ", "(diffusers) to " + kohya + " (kohya)");
    try (SafetensorsFile file = SafetensorsFile.open(kohya)) {
      assertThat(file.tensors().keySet())
          .containsExactly(
              "lora_unet_middle_block_1_proj_in.alpha",
              "lora_unet_middle_block_1_proj_in.lora_down.weight",
              "lora_unet_middle_block_1_proj_in.lora_up.weight");
    }
    CommandResult again =
        CommandResult.execute("convert", kohya.toString(), kohya.toString(), "--to", "peft");
    assertThat(again.exitCode()).isEqualTo(64);
    assertThat(again.err()).contains(kohya + " is there already; name another.");
    CommandResult wrong = CommandResult.execute("convert", kohya.toString(), "x", "--to", "comfy");
    assertThat(wrong.exitCode()).isEqualTo(64);
    assertThat(wrong.err()).contains("--to must be diffusers, kohya or peft, not 'comfy'.");
  }

  private Path lora(int rank, float value) throws IOException {
    Path file = directory.resolve("lora.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(
            filled(MODULE + "down.weight", value, rank, 3),
            filled(MODULE + "up.weight", value, 5, rank)),
        Map.of("format", "pt"));
    return file;
  }

  private static TensorSource filled(String name, float value, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    Arrays.fill(values, value);
    return TensorSource.ofFloats(name, Arrays.stream(shape).boxed().toList(), values);
  }
}
