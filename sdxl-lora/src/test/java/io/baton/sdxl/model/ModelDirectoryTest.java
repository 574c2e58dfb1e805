package io.baton.sdxl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.initmodel.ModelInitializer;
import io.baton.sdxl.initmodel.ModelPreset;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.safetensors.TensorType;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import io.baton.sdxl.unet.UNet2DConditionModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelDirectoryTest {

  private static final Placement CPU = new Placement(Device.cpu(), ComputeType.FLOAT32);
  private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

  @TempDir private Path work;
  private Path directory;
  private NDManager manager;

  @BeforeEach
  void writeModel() {
    directory = work.resolve("model");
    ModelInitializer.write(ModelPreset.TINY, 0, directory);
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
  }

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void another_autoencoder_takes_the_place_of_the_models_own() throws IOException {
    Path other = work.resolve("other");
    ModelInitializer.write(ModelPreset.TINY, 1, other);
    ModelDirectory plain = ModelDirectory.open(directory, Optional.of("fp16"));
    for (Path given : List.of(other, other.resolve("vae"))) {
      ModelDirectory model = plain.withVae(given);
      assertThat(model.folder("vae")).hasValue(other.resolve("vae"));
      assertThat(model.folder("unet")).hasValue(directory.resolve("unet"));
      // without the variant's file, its plain weights
      try (WeightFiles weights = model.weights("vae", "diffusion_pytorch_model")) {
        assertThat(weights.place()).isEqualTo(other.resolve("vae"));
      }
    }
    requireRefusal(
        () -> plain.withVae(work), FailureCode.NO_INPUT, "There is no autoencoder in " + work);
  }

  @Test
  void what_is_missing_is_named() throws IOException {
    requireRefusal(
        () -> ModelDirectory.open(work.resolve("nowhere"), Optional.empty()),
        FailureCode.NO_INPUT,
        "There is no model " + work.resolve("nowhere"));
    Path weights = directory.resolve("unet").resolve(WEIGHTS);
    Files.delete(weights);
    requireRefusal(this::loadUNet, FailureCode.NO_INPUT, "The model lacks " + weights);
    Files.writeString(directory.resolve("unet/diffusion_pytorch_model.bin"), "");
    requireRefusal(
        this::loadUNet, FailureCode.NO_INPUT, "but has diffusion_pytorch_model.bin; choose");
    Files.delete(directory.resolve("unet/config.json"));
    requireRefusal(
        this::loadUNet,
        FailureCode.NO_INPUT,
        "The model lacks " + directory.resolve("unet/config.json"));
    Files.delete(directory.resolve("model_index.json"));
    requireRefusal(this::loadUNet, FailureCode.NO_INPUT, "model_index.json");
  }

  @Test
  void another_kind_of_model_is_refused() throws IOException {
    Path index = directory.resolve("model_index.json");
    Files.writeString(index, "{\"_class_name\": \"FluxPipeline\"}");
    requireRefusal(this::loadUNet, FailureCode.BAD_INPUT, "holds a FluxPipeline");
    Files.writeString(index, "not JSON");
    requireRefusal(this::loadUNet, FailureCode.BAD_INPUT, "is not a JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"addition_embed_type\" : \"text_time\"|\"addition_embed_type\" : \"image\"|addition_embed_type = \"image\"",
        "\"norm_num_groups\" : 32|\"norm_num_groups\" : 7|'norm_num_groups' must be divisors",
        "\"in_channels\" : 4|\"class_embed_type\" : \"timestep\"|class_embed_type = \"timestep\"",
        "\"use_linear_projection\" : true|\"use_linear_projection\" : false|'use_linear_projection' must be true",
        "\"cross_attention_dim\" : 64|\"cross_attention_dim\" : 48|asks for [64, 48]",
        "\"layers_per_block\" : 2|\"layers_per_block\" : \"two\"|'layers_per_block' must be a whole number",
        "\"transformer_layers_per_block\" : [ 1, 2 ]|\"transformer_layers_per_block\" : 1|which their configuration does not explain",
      })
  void a_configuration_that_does_not_fit_is_refused_by_name(
      String before, String after, String message) throws IOException {
    Path config = directory.resolve("unet/config.json");
    String text = Files.readString(config);
    assertThat(text).contains(before);
    Files.writeString(config, text.replace(before, after));
    requireRefusal(this::loadUNet, FailureCode.BAD_INPUT, message);
  }

  @Test
  void shards_are_found_through_their_index() throws IOException {
    Path folder = directory.resolve("unet");
    shard(folder);
    loadUNet();
    Path index = folder.resolve(WEIGHTS + ".index.json");
    Files.writeString(index, "{\"weight_map\": {\"a\": \"../../secret.safetensors\"}}");
    requireRefusal(this::loadUNet, FailureCode.BAD_INPUT, "names the shard '../../secret");
    Files.writeString(index, "{\"weight_map\": {\"a\": \"absent.safetensors\"}}");
    requireRefusal(
        this::loadUNet, FailureCode.NO_INPUT, folder.resolve("absent.safetensors").toString());
  }

  @Test
  void a_variant_is_chosen_by_name() throws IOException {
    Path folder = directory.resolve("unet");
    Files.move(folder.resolve(WEIGHTS), folder.resolve("diffusion_pytorch_model.fp16.safetensors"));
    requireRefusal(this::loadUNet, FailureCode.NO_INPUT, "diffusion_pytorch_model.fp16");
    ModelDirectory model = ModelDirectory.open(directory, Optional.of("fp16"));
    UNet2DConditionModel.load(model, manager, CPU).close();
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void weights_become_the_type_that_is_computed_in(ComputeType type) throws IOException {
    Path folder = Files.createDirectory(work.resolve("weights"));
    SafetensorsWriter.write(
        folder.resolve("model.safetensors"),
        List.of(
            TensorSource.ofFloats("float", List.of(2L), new float[] {1.5f, -2}),
            halves("half", TensorType.F16, 0x3E00, 0xC000),
            halves("brain", TensorType.BF16, 0x3FC0, 0xC000)),
        Map.of());
    WeightFiles files = WeightFiles.find(folder, "model", Optional.empty());
    try (WeightLoader loader = WeightLoader.of(files, manager, type)) {
      for (String name : List.of("float", "half", "brain")) {
        NDArray tensor = loader.load(name, 2);
        assertThat(tensor.toByteBuffer().remaining())
            .isEqualTo(type == ComputeType.FLOAT32 ? 8 : 4);
        assertThat(tensor.toType(DataType.FLOAT32, true).toFloatArray()).containsExactly(1.5f, -2);
        NDArray stacked = loader.stackVectors(List.of(name, name), 2);
        assertThat(stacked.toType(DataType.FLOAT32, true).toFloatArray())
            .containsExactly(1.5f, -2, 1.5f, -2);
      }
      loader.requireAllRead();
      assertThatThrownBy(() -> loader.load("float", 3)).hasMessageContaining("asks for [3]");
      assertThatThrownBy(() -> loader.load("none", 3)).hasMessageContaining("lack the tensor");
    }
  }

  private void loadUNet() {
    ModelDirectory model = ModelDirectory.open(directory, Optional.empty());
    UNet2DConditionModel.load(model, manager, CPU).close();
  }

  private static void shard(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode index = json.createObjectNode();
    ObjectNode map = index.putObject("weight_map");
    Path whole = folder.resolve(WEIGHTS);
    try (SafetensorsFile file = SafetensorsFile.open(whole)) {
      List<List<TensorSource>> shards = List.of(new ArrayList<>(), new ArrayList<>());
      file.tensors()
          .forEach(
              (name, tensor) -> {
                int shard = map.size() % 2;
                shards
                    .get(shard)
                    .add(TensorSource.ofFloats(name, tensor.shape(), file.floats(name)));
                map.put(name, "shard-%d.safetensors".formatted(shard));
              });
      for (int i = 0; i < 2; i++) {
        SafetensorsWriter.write(
            folder.resolve("shard-%d.safetensors".formatted(i)), shards.get(i), Map.of());
      }
    }
    Files.delete(whole);
    json.writeValue(folder.resolve(WEIGHTS + ".index.json").toFile(), index);
  }

  private static TensorSource halves(String name, TensorType type, int... bits) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int each : bits) {
      bytes.putShort((short) each);
    }
    return new TensorSource(
        name, type, List.of((long) bits.length), out -> out.write(bytes.flip()));
  }

  private static void requireRefusal(ThrowingCallable call, FailureCode code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TrainingFailure.class, failure -> assertThat(failure.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
