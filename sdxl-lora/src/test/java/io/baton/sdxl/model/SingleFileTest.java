package io.baton.sdxl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sdxl.command.TinyModel;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.initmodel.BaseParameters;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.tokenizer.ClipTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleFileTest {

  private static final Map<String, String> STEMS =
      Map.of(
          "unet", "diffusion_pytorch_model",
          "vae", "diffusion_pytorch_model",
          "text_encoder", "model",
          "text_encoder_2", "model");

  @TempDir private static Path directory;
  private static ModelDirectory whole;
  private static Path file;

  @BeforeAll
  static void writeFile() throws IOException {
    whole = ModelDirectory.open(TinyModel.directory(), Optional.empty());
    file = directory.resolve("model.safetensors");
    SingleFileWriter.write(whole, file);
  }

  // The digests are of the lines "generative-models' name, space, diffusers' name", sorted, as
  // diffusers' scripts/convert_diffusers_to_original_sdxl.py pairs all names of SDXL base; its
  // loaders/single_file_utils.py leads back to the same.
  @Test
  void all_names_of_sdxl_base_are_those_of_diffusers_own_converter()
      throws NoSuchAlgorithmException {
    assertThat(digest(BaseParameters.unet(), SgmNames::unetFromDiffusers))
        .isEqualTo("19a36db201eeadd0c1f7369b9b70513e2be9037b07d143ccf44e0d0a3e4a8e98");
    assertThat(digest(BaseParameters.vae(), SgmNames.autoencoder(4)::fromDiffusers))
        .isEqualTo("667d11234d55d46950feb47d62685b4ab611eef1b74c0c8805a5ca4fdf040f17");
    assertThat(
            digest(
                BaseParameters.textEncoder2()
                    .filter(name -> !name.matches(".*\\.[qkv]_proj\\..*|text_projection.*")),
                SgmNames.openClip(32)::fromDiffusers))
        .isEqualTo("1b3c8753b8814da35ed481911af18cab3dc622d689ac626efe4e03232f0a2519");
  }

  @Test
  void a_single_file_holds_the_same_weights_as_the_directory() {
    ModelDirectory single =
        ModelDirectory.open(file, Optional.empty(), Optional.of(TinyModel.directory()));
    STEMS.forEach(
        (component, stem) -> {
          try (WeightFiles expected = whole.weights(component, stem);
              WeightFiles actual = single.weights(component, stem)) {
            assertThat(actual.names()).isEqualTo(expected.names());
            for (String name : expected.names()) {
              StoredTensor tensor = actual.find(name).orElseThrow();
              assertThat(tensor.floats())
                  .as(name)
                  .containsExactly(expected.find(name).orElseThrow().floats());
              assertThat(tensor.shape().subList(0, 1))
                  .isEqualTo(expected.find(name).orElseThrow().shape().subList(0, 1));
            }
          }
        });
  }

  @Test
  void a_single_file_without_configurations_has_those_of_sdxl_base_and_clips_tokenizers() {
    ModelDirectory single = ModelDirectory.open(file, Optional.empty());
    assertThat(single.config("unet").sizes("block_out_channels", 3))
        .containsExactly(320, 640, 1280);
    assertThat(single.config("vae").number("scaling_factor", 0)).isEqualTo(0.13025);
    assertThat(single.config("text_encoder_2").size("projection_dim")).isEqualTo(1280);
    assertThat(single.config("scheduler", "scheduler_config.json").text("prediction_type", ""))
        .isEqualTo("epsilon");
    assertThat(ClipTokenizer.load(single, "tokenizer").encode("a photo of sks dog"))
        .startsWith(49406, 320, 1125, 539, 48136, 1929, 49407, 49407);
    assertThat(ClipTokenizer.load(single, "tokenizer_2").encode("a photo of sks dog"))
        .startsWith(49406, 320, 1125, 539, 48136, 1929, 49407, 0);
  }

  @Test
  void a_tensor_that_has_no_place_is_not_passed_over() throws IOException {
    Path other = directory.resolve("other.safetensors");
    rewrite(other, tensors -> tensors.add(one("model.diffusion_model.guidance_in.weight")));
    ModelDirectory single =
        ModelDirectory.open(other, Optional.empty(), Optional.of(TinyModel.directory()));
    try (WeightFiles weights = single.weights("unet", "diffusion_pytorch_model")) {
      assertThat(weights.names()).contains("guidance_in.weight");
    }
  }

  @Test
  void a_file_of_another_model_is_refused_by_what_it_is() throws IOException {
    requireRefusal("is a model of Stable Diffusion 1 or 2", "cond_stage_model.transformer.x");
    requireRefusal("it is SDXL's refiner", "conditioner.embedders.0.model.ln_final.weight");
    requireRefusal("is it a part of one, or a LoRA.", "lora_unet_out_2.alpha");
    requireRefusal(
        "it has no tensors 'conditioner.embedders.0.transformer.",
        "model.diffusion_model.out.2.bias");
  }

  @Test
  void a_file_that_asks_for_another_noise_schedule_needs_configurations() throws IOException {
    Path other = directory.resolve("v.safetensors");
    rewrite(other, tensors -> tensors.add(one("v_pred")));
    assertThatThrownBy(() -> ModelDirectory.open(other, Optional.empty()))
        .hasMessageContaining("its tensor 'v_pred' says that its noise schedule is not SDXL");
    assertThat(ModelDirectory.open(other, Optional.empty(), Optional.of(TinyModel.directory())))
        .isNotNull();
  }

  @Test
  void options_that_do_not_go_together_are_refused() {
    assertThatThrownBy(() -> ModelDirectory.open(file, Optional.of("fp16")))
        .hasMessageContaining("--variant fp16 does not go with " + file);
    assertThatThrownBy(
            () ->
                ModelDirectory.open(
                    TinyModel.directory(), Optional.empty(), Optional.of(directory)))
        .hasMessageContaining("--model_config_dir");
    assertThatThrownBy(() -> ModelDirectory.open(file, Optional.empty(), Optional.of(directory)))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.NO_INPUT));
  }

  private interface Change {
    void apply(List<TensorSource> tensors);
  }

  private static void rewrite(Path target, Change change) throws IOException {
    try (SafetensorsFile source = SafetensorsFile.open(file)) {
      List<TensorSource> tensors = new ArrayList<>();
      source
          .tensors()
          .forEach(
              (name, tensor) ->
                  tensors.add(TensorSource.ofFloats(name, tensor.shape(), source.floats(name))));
      change.apply(tensors);
      SafetensorsWriter.write(target, tensors, Map.of());
    }
  }

  private static void requireRefusal(String why, String tensor) throws IOException {
    Path other = directory.resolve("refused.safetensors");
    SafetensorsWriter.write(other, List.of(one(tensor)), Map.of());
    assertThatThrownBy(() -> ModelDirectory.open(other, Optional.empty()))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_INPUT))
        .hasMessageContaining(why);
  }

  private static TensorSource one(String name) {
    return TensorSource.ofFloats(name, List.of(1L), new float[] {1});
  }

  private static String digest(Stream<String> names, Function<String, Optional<String>> other)
      throws NoSuchAlgorithmException {
    String lines =
        names
            .map(name -> other.apply(name).orElseThrow() + " " + name)
            .sorted()
            .collect(Collectors.joining("\n"));
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8)));
  }
}
