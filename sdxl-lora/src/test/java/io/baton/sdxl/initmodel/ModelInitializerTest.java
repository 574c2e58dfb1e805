package io.baton.sdxl.initmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.TensorInfo;
import io.baton.sdxl.tokenizer.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelInitializerTest {

  @TempDir private Path work;

  @Test
  void the_same_seed_gives_the_same_bytes_and_another_seed_others() throws IOException {
    Path first = write("first", 7);
    Path same = write("same", 7);
    Path other = write("other", 8);
    for (Path file : files(first)) {
      byte[] bytes = Files.readAllBytes(first.resolve(file));
      assertThat(same.resolve(file)).hasBinaryContent(bytes);
      if (file.toString().endsWith(".safetensors")) {
        assertThat(Files.mismatch(other.resolve(file), first.resolve(file))).isPositive();
      }
    }
    assertThat(files(same)).isEqualTo(files(first)).hasSize(18);
  }

  @Test
  void the_tiny_model_has_the_parameters_of_diffusers_test_model() throws IOException {
    Path model = write("model", 0);
    requireParameters(model.resolve("unet/diffusion_pytorch_model.safetensors"), 428, 1_976_516);
    requireParameters(model.resolve("text_encoder/model.safetensors"), 84, 68_473);
    requireParameters(model.resolve("text_encoder_2/model.safetensors"), 85, 69_497);
    requireParameters(model.resolve("vae/diffusion_pytorch_model.safetensors"), 124, 658_375);
  }

  @Test
  void the_small_model_has_as_many_parameters_as_diffusers_counts() {
    long parameters =
        ModelPreset.SMALL.unet().parameters().stream().mapToLong(Parameter::elements).sum();
    assertThat(parameters).isEqualTo(161_587_556);
  }

  @Test
  void weights_have_pytorchs_spread() throws IOException {
    Path model = write("model", 0);
    try (SafetensorsFile file =
        SafetensorsFile.open(model.resolve("unet/diffusion_pytorch_model.safetensors"))) {
      double bound = 1 / Math.sqrt(64 * 9);
      float[] values = file.floats("mid_block.resnets.0.conv1.weight");
      double squares = 0;
      for (float value : values) {
        assertThat(Math.abs(value)).isLessThanOrEqualTo((float) bound);
        squares += (double) value * value;
      }
      assertThat(Math.sqrt(squares / values.length))
          .isCloseTo(bound / Math.sqrt(3), within(0.01 * bound));
      assertThat(file.floats("conv_norm_out.weight")).containsOnly(1);
      assertThat(file.floats("conv_norm_out.bias")).containsOnly(0);
    }
  }

  @Test
  void its_tokenizers_know_frequent_words_whole_and_every_other_text_in_parts() {
    ModelDirectory model = ModelDirectory.open(write("model", 0), Optional.empty());
    ClipTokenizer tokenizer = ClipTokenizer.load(model, "tokenizer");
    long[] ids = tokenizer.encode("photo of");
    assertThat(ids[0]).isEqualTo(998);
    assertThat(ids[3]).isEqualTo(999);
    assertThat(tokenizer.encode("ζ 日本 \u0000 qqq")).hasSize(77).startsWith(998).endsWith(999);
    assertThat(ClipTokenizer.load(model, "tokenizer_2").encode("photo of")).endsWith(0);
  }

  @Test
  void a_directory_with_files_in_it_is_left_alone() throws IOException {
    Path precious = Files.createDirectory(work.resolve("precious"));
    Files.writeString(precious.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> ModelInitializer.write(ModelPreset.TINY, 0, precious))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("is there already");
    assertThat(files(precious)).hasSize(1);
  }

  @Test
  void what_a_killed_run_left_does_not_stand_in_the_way() throws IOException {
    Path partial = Files.createDirectory(work.resolve("model.partial"));
    Files.writeString(partial.resolve("rest"), "of an earlier run");
    Path model = write("model", 0);
    assertThat(partial).doesNotExist();
    assertThat(model.resolve("rest")).doesNotExist();
  }

  private Path write(String name, long seed) {
    Path directory = work.resolve(name);
    ModelInitializer.write(ModelPreset.TINY, seed, directory);
    return directory;
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      return tree.filter(Files::isRegularFile).map(root::relativize).sorted().toList();
    }
  }

  private static void requireParameters(Path path, int tensors, long parameters) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.tensors()).hasSize(tensors);
      assertThat(file.tensors().values().stream().mapToLong(TensorInfo::elements).sum())
          .isEqualTo(parameters);
    }
  }
}
