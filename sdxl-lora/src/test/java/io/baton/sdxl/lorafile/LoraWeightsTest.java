package io.baton.sdxl.lorafile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoraWeightsTest {

  private static final String QUERY = "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q";
  private static final String TEXT = "text_model.encoder.layers.0.self_attn.q_proj";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "unet." + QUERY + ".lora.%s.weight, down, up, DIFFUSERS",
    "unet." + QUERY + ".lora_%s.weight, A, B, DIFFUSERS",
    "lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q.lora_%s.weight, down, up, KOHYA",
    "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q.lora_%s.weight, down, up, KOHYA"
  })
  void every_spelling_of_a_unets_module_is_understood(
      String pattern, String down, String up, LoraFormat format) throws IOException {
    LoraWeights weights = LoraWeights.read(pair(pattern.formatted(down), pattern.formatted(up)));
    assertThat(weights.format()).isEqualTo(format);
    assertThat(weights.modules().keySet())
        .containsExactly(new LoraModuleName(LoraComponent.UNET, QUERY));
    assertThat(weights.modules().values().iterator().next().scale()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "text_encoder." + TEXT + ".lora_linear_layer.%s.weight, down, up, TEXT_ENCODER",
    "text_encoder.encoder.layers.0.self_attn.q_proj.lora_linear_layer.%s.weight, down, up, TEXT_ENCODER",
    "text_encoder_2." + TEXT + ".lora_%s.weight, A, B, TEXT_ENCODER_2",
    "lora_te1_text_model_encoder_layers_0_self_attn_q_proj.lora_%s.weight, down, up, TEXT_ENCODER",
    "lora_te2_text_model_encoder_layers_0_self_attn_q_proj.lora_%s.weight, down, up, TEXT_ENCODER_2"
  })
  void every_spelling_of_a_text_encoders_module_is_understood(
      String pattern, String down, String up, LoraComponent component) throws IOException {
    LoraWeights weights = LoraWeights.read(pair(pattern.formatted(down), pattern.formatted(up)));
    assertThat(weights.modules().keySet()).containsExactly(new LoraModuleName(component, TEXT));
  }

  @ParameterizedTest
  @CsvSource({
    "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q, input_blocks_4_1_transformer_blocks_0_attn1_to_q",
    "down_blocks.1.attentions.1.proj_in, input_blocks_5_1_proj_in",
    "down_blocks.2.attentions.0.transformer_blocks.9.attn2.to_out.0, input_blocks_7_1_transformer_blocks_9_attn2_to_out_0",
    "down_blocks.2.attentions.1.transformer_blocks.0.ff.net.0.proj, input_blocks_8_1_transformer_blocks_0_ff_net_0_proj",
    "mid_block.attentions.0.transformer_blocks.0.attn1.to_k, middle_block_1_transformer_blocks_0_attn1_to_k",
    "up_blocks.0.attentions.2.transformer_blocks.0.attn1.to_v, output_blocks_2_1_transformer_blocks_0_attn1_to_v",
    "up_blocks.1.attentions.2.transformer_blocks.1.ff.net.2, output_blocks_5_1_transformer_blocks_1_ff_net_2",
    "down_blocks.0.downsamplers.0.conv, input_blocks_3_0_op",
    "up_blocks.1.upsamplers.0.conv, output_blocks_5_2_conv",
    "up_blocks.2.resnets.0.conv_shortcut, output_blocks_6_0_skip_connection",
    "mid_block.resnets.1.time_emb_proj, middle_block_2_emb_layers_1",
    "conv_out, out_2"
  })
  void kohyas_names_are_those_of_generative_models(String path, String kohya) {

    assertThat(ModuleCatalog.kohyaName(new LoraModuleName(LoraComponent.UNET, path)))
        .isEqualTo("lora_unet_" + kohya);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn3.to_q.lora.down.weight",
        "lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight",
        "lora_te_text_model_encoder_layers_0_mlp_fc1.lora_down.weight",
        "lora_unet_input_blocks_4_1_proj_in.hada_w1_a",
        "lora_unet_input_blocks_1_0_in_layers_2.lora_mid.weight",
        "lora_unet_input_blocks_3_0_transformer_blocks_0_attn1_to_q.lora_up.weight",
        "transformer.blocks.0.attn.to_q.lora_A.weight",
        QUERY + ".lora_A.weight",
        "model.diffusion_model.out.0.weight"
      })
  void a_tensor_that_is_none_of_a_loras_is_refused_by_its_name(String name) throws IOException {
    Path file = directory.resolve("a.safetensors");
    SafetensorsWriter.write(file, List.of(ones(name, 2, 3)), Map.of());
    requireRefusal(file, "its tensor '" + name + "'");
  }

  @Test
  void a_lora_with_a_missing_half_or_shapes_that_do_not_fit_is_refused() throws IOException {
    Path file = directory.resolve("a.safetensors");
    String up = "unet." + QUERY + ".lora.up.weight";
    String down = "unet." + QUERY + ".lora.down.weight";
    SafetensorsWriter.write(file, List.of(ones(up, 3, 2)), Map.of());
    requireRefusal(file, "it has '" + up + "' but no down matrix");
    SafetensorsWriter.write(file, List.of(ones(up, 3, 2), ones(down, 4, 5)), Map.of());
    requireRefusal(file, "its down has shape [4, 5] and its up [3, 2]");
    SafetensorsWriter.write(
        file,
        List.of(ones(up, 3, 2), ones(down, 2, 5), ones("unet." + QUERY + ".dora_scale", 1, 5)),
        Map.of());
    requireRefusal(file, "magnitudes of rows");
    SafetensorsWriter.write(file, List.of(), Map.of());
    requireRefusal(file, "it has no tensors");
  }

  @Test
  void alpha_is_read_from_kohyas_tensor_of_any_type() throws IOException {
    Path file = directory.resolve("a.safetensors");
    String module = "lora_unet_middle_block_1_proj_in.";
    ByteBuffer two = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(2).flip();
    SafetensorsWriter.write(
        file,
        List.of(
            ones(module + "lora_down.weight", 4, 3),
            ones(module + "lora_up.weight", 5, 4),
            new TensorSource(
                module + "alpha", TensorType.I64, List.of(), out -> out.write(two.duplicate()))),
        Map.of());
    assertThat(LoraWeights.read(file).modules().values().iterator().next().scale()).isEqualTo(0.5);
  }

  @Test
  void alpha_is_read_from_diffusers_metadata() throws IOException {
    Path file = directory.resolve("a.safetensors");
    String module = "unet." + QUERY;
    SafetensorsWriter.write(
        file,
        List.of(
            ones(module + ".lora.down.weight", 4, 3),
            ones(module + ".lora.up.weight", 5, 4),
            ones("unet.mid_block.attentions.0.proj_in.lora.down.weight", 2, 3),
            ones("unet.mid_block.attentions.0.proj_in.lora.up.weight", 5, 2)),
        Map.of(
            "lora_adapter_metadata",
            "{\"unet.lora_alpha\": 8, \"unet.r\": 4, \"unet.alpha_pattern\": {\"proj_in\": 1}}"));
    assertThat(LoraWeights.read(file).modules().values().stream().map(LoraModule::alpha).toList())
        .containsExactly(8.0, 1.0);
  }

  @Test
  void pefts_adapter_needs_its_configuration() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("adapter/text_encoder"));
    SafetensorsWriter.write(
        folder.resolve("adapter_model.safetensors"),
        List.of(
            ones("base_model.model." + TEXT + ".lora_A.weight", 4, 3),
            ones("base_model.model." + TEXT + ".lora_B.weight", 5, 4)),
        Map.of());
    assertThatThrownBy(() -> LoraWeights.read(directory.resolve("adapter")))
        .hasMessageContaining("There is no adapter_config.json beside");
    Files.writeString(
        folder.resolve("adapter_config.json"),
        "{\"peft_type\": \"LORA\", \"lora_alpha\": 6, \"use_rslora\": true, \"r\": 4}");
    LoraWeights weights = LoraWeights.read(directory.resolve("adapter"));
    assertThat(weights.modules().keySet())
        .containsExactly(new LoraModuleName(LoraComponent.TEXT_ENCODER, TEXT));
    assertThat(weights.modules().values().iterator().next().scale()).isEqualTo(6 / Math.sqrt(4));
    Files.writeString(folder.resolve("adapter_config.json"), "{\"peft_type\": \"LOHA\"}");
    assertThatThrownBy(() -> LoraWeights.read(directory.resolve("adapter")))
        .hasMessageContaining("it is an adapter of the kind LOHA");
  }

  @Test
  void half_precision_stays_where_folding_alpha_loses_nothing() {
    LoraMatrix half =
        new LoraMatrix(
            TensorType.F16,
            List.of(2L),
            ByteBuffer.wrap(new byte[] {0x00, 0x3C, 0x01, (byte) 0xBC}));
    assertThat(half.floats()).containsExactly(1, -1.0009765625f);
    assertThat(half.times(0.25).type()).isEqualTo(TensorType.F16);
    assertThat(half.times(0.25).floats()).containsExactly(0.25f, -0.250244140625f);
    assertThat(half.times(1.0 / 3).type()).isEqualTo(TensorType.F32);
    assertThat(half.times(1e-30).type()).isEqualTo(TensorType.F32);
  }

  @Test
  void kohyas_hashes_are_those_of_its_own_scripts() throws IOException, NoSuchAlgorithmException {
    float[] values = new float[8 * 65_536];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    LoraModule module =
        new LoraModule(
            LoraMatrix.of(List.of(8L, 65_536L), values),
            LoraMatrix.of(List.of(9L, 8L), new float[72]),
            4,
            Optional.empty());
    LoraWeights weights =
        new LoraWeights(
            LoraFormat.KOHYA,
            new TreeMap<>(Map.of(new LoraModuleName(LoraComponent.UNET, QUERY), module)),
            Map.of("ss_output_name", "chelsea", "other", "x", "modelspec.author", "me"));
    Path file = directory.resolve("a.safetensors");
    KohyaFile.write(file, weights);
    Map<String, String> metadata;
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      metadata = read.metadata();
      assertThat(read.tensors().keySet())
          .containsExactly(
              "lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q.alpha",
              "lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q.lora_down.weight",
              "lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q.lora_up.weight");
      assertThat(read.tensors().get(read.tensors().firstKey()).shape()).isEmpty();
    }
    assertThat(metadata)
        .containsEntry("ss_network_dim", "8")
        .containsEntry("ss_network_alpha", "4")
        .containsEntry("ss_network_module", "networks.lora")
        .containsEntry("ss_base_model_version", "sdxl_base_v1-0")
        .containsEntry("modelspec.architecture", "stable-diffusion-xl-v1-base/lora")
        .containsEntry("modelspec.title", "chelsea")
        .containsEntry("modelspec.author", "me")
        .doesNotContainKey("other");
    // As kohya's scripts compute them: from a file with the ss_ entries alone.
    Map<String, String> training = new TreeMap<>(metadata);
    training.keySet().removeIf(key -> !key.startsWith("ss_"));
    Path trained = directory.resolve("b.safetensors");
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      SafetensorsWriter.write(
          trained,
          read.tensors().values().stream()
              .map(
                  tensor ->
                      TensorSource.ofFloats(
                          tensor.name(), tensor.shape(), read.floats(tensor.name())))
              .toList(),
          training);
    }
    byte[] bytes = Files.readAllBytes(trained);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    HexFormat hex = HexFormat.of();
    assertThat(metadata)
        .containsEntry(
            "sshs_model_hash",
            hex.formatHex(sha256.digest(Arrays.copyOfRange(bytes, header + 8, bytes.length))))
        .containsEntry(
            "sshs_legacy_hash",
            hex.formatHex(sha256.digest(Arrays.copyOfRange(bytes, 0x100000, 0x100000 + 0x10000)))
                .substring(0, 8));
    assertThat(bytes.length).isGreaterThan(0x100000 + 0x10000);
  }

  private Path pair(String down, String up) throws IOException {
    Path file = directory.resolve("pair.safetensors");
    SafetensorsWriter.write(file, List.of(ones(down, 2, 3), ones(up, 5, 2)), Map.of());
    return file;
  }

  private static TensorSource ones(String name, long... shape) {
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    float[] values =
        new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    Arrays.fill(values, 1);
    return TensorSource.ofFloats(name, dimensions, values);
  }

  private static void requireRefusal(Path file, String why) {
    assertThatThrownBy(() -> LoraWeights.read(file))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_INPUT))
        .hasMessageContaining(why);
  }
}
