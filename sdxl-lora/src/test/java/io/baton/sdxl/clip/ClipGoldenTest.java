package io.baton.sdxl.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.initmodel.GoldenModel;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lora.LoraLayer;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny text encoders against transformers' numbers for the same weights and inputs. */
class ClipGoldenTest {

  private static final Placement CPU = new Placement(Device.cpu(), ComputeType.FLOAT32);
  private static final int START = 998;
  private static final int END = 999;

  @TempDir private Path directory;
  private NDManager manager;
  private ModelDirectory model;

  @BeforeEach
  void writeModel() throws IOException {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
    model = GoldenModel.write(directory);
  }

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void the_first_text_encoder_agrees_with_transformers() throws IOException {
    JsonNode golden = GoldenModel.expected().path("clip1");
    try (ClipTextModel encoder = ClipTextModel.load(model, "text_encoder", manager, CPU)) {
      ClipTextEncoding encoding = encoder.encode(manager, texts(END));
      requireAgreement(encoding.penultimate(), golden);
      requireRow(encoding.pooled(), 0, golden.path("pooled").get(0));
      requireRow(encoding.pooled(), 1, golden.path("pooled").get(1));
    }
  }

  @Test
  void the_second_text_encoder_agrees_with_transformers() throws IOException {
    JsonNode golden = GoldenModel.expected().path("clip2");
    try (ClipTextModel encoder = ClipTextModel.load(model, "text_encoder_2", manager, CPU)) {
      ClipTextEncoding encoding = encoder.encode(manager, texts(0));
      requireAgreement(encoding.penultimate(), golden);
      requireRow(encoding.pooled(), 0, golden.path("text_embeds").get(0));
      requireRow(encoding.pooled(), 1, golden.path("text_embeds").get(1));
    }
  }

  @Test
  void its_adapters_learn_from_what_it_encodes() {
    try (ClipTextModel encoder = ClipTextModel.load(model, "text_encoder", manager, CPU);
        LoraAdapters adapters =
            LoraAdapters.create(manager, LoraConfig.ofRank(2), encoder.attentionProjections())) {
      assertThat(encoder.attentionProjections()).hasSize(20);
      assertThat(adapters.layers().get(0).name())
          .isEqualTo("text_model.encoder.layers.0.self_attn.q_proj");
      adapters.setValues(FormulaValues.sequence(3, (int) adapters.parameters().size(), 0.1));
      encoder.attach(adapters);
      try (ClipTextPass pass = encoder.forward(manager, texts(END), Checkpointing.NONE)) {
        try (GradMode on = GradMode.enabled()) {
          Autograd.backward(pass.penultimate().square().sum());
        }
        pass.backward();
      }
      float[] gradients = adapters.gradients(manager).toFloatArray();
      for (LoraLayer layer : adapters.layers()) {
        int from = layer.downOffset();
        float[] ofDown = Arrays.copyOfRange(gradients, from, from + (int) layer.down().size());
        // What is encoded is the input of the last layer, so that one learns nothing.
        if (layer.name().contains("layers.4.")) {
          assertThat(ofDown).containsOnly(0);
        } else {
          assertThat(ofDown).doesNotContain(0);
        }
      }
    }
  }

  @Test
  void a_token_beyond_the_vocabulary_is_refused() {
    try (ClipTextModel encoder = ClipTextModel.load(model, "text_encoder", manager, CPU)) {
      assertThatThrownBy(() -> encoder.encode(manager, new long[][] {{1000}}))
          .isInstanceOf(TrainingFailure.class)
          .hasMessageContaining("Token 1000 is not one of the 1000 that the text encoder knows");
    }
  }

  @Test
  void an_unknown_activation_is_refused_by_name() throws IOException {
    Path config = directory.resolve("text_encoder/config.json");
    Files.writeString(config, Files.readString(config).replace("quick_gelu", "mish"));
    assertThatThrownBy(() -> ClipTextModel.load(model, "text_encoder", manager, CPU))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("'hidden_act' must be quick_gelu or gelu, not \"mish\"");
  }

  static long[][] texts(int padding) {
    long[] first = new long[77];
    Arrays.fill(first, padding);
    System.arraycopy(new long[] {START, 5, 17, 300, 41, END}, 0, first, 0, 6);
    long[] second = new long[77];
    Arrays.fill(second, 12);
    System.arraycopy(new long[] {START, 7, 8, 9, 10, 11}, 0, second, 0, 6);
    second[76] = END;
    return new long[][] {first, second};
  }

  private static void requireAgreement(NDArray hidden, JsonNode golden) {
    requireRow(hidden.get(0), 5, golden.path("hidden_m2_row5"));
    double norm = hidden.square().sum().getFloat();
    assertThat(Math.sqrt(norm))
        .isCloseTo(golden.path("hidden_m2").path("l2").asDouble(), within(1e-4));
  }

  private static void requireRow(NDArray matrix, int row, JsonNode golden) {
    float[] expected = GoldenModel.floats(golden);
    float[] found = Arrays.copyOf(matrix.get(row).toFloatArray(), expected.length);
    assertThat(found).containsExactly(expected, within(1e-5f));
  }
}
