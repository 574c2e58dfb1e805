package io.baton.sdxl.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.initmodel.AdapterGoldens;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.initmodel.GoldenModel;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters of the tiny text encoders against peft's for the same weights, inputs and masks. */
class ClipAdapterGoldenTest {

  private static final Placement CPU = new Placement(Device.cpu(), ComputeType.FLOAT32);

  @TempDir private static Path directory;
  private static NDManager manager;
  private static ModelDirectory model;
  private static JsonNode goldens;

  @BeforeAll
  static void writeModel() throws IOException {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
    model = GoldenModel.write(directory);
    goldens = AdapterGoldens.read();
  }

  @AfterAll
  static void free() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "text_encoder, lora, NONE",
    "text_encoder, lora_dropout, NONE",
    "text_encoder, dora, BLOCKS",
    "text_encoder, dora_dropout, NONE",
    "text_encoder_2, lora, BLOCKS",
    "text_encoder_2, lora_dropout, BLOCKS",
    "text_encoder_2, dora, NONE",
    "text_encoder_2, dora_dropout, BLOCKS"
  })
  void gradients_are_those_of_peft(String component, String variant, Checkpointing checkpointing) {
    JsonNode golden = goldens.required(component).required(variant);
    try (NDManager scope = manager.newSubManager();
        ClipTextModel encoder = ClipTextModel.load(model, component, scope, CPU);
        LoraAdapters adapters = adapters(scope, encoder, AdapterGoldens.config(goldens, variant))) {
      encoder.attach(adapters);
      AdapterGoldens.fill(adapters, 0.1);
      double loss = differentiate(scope, encoder, component, checkpointing);
      assertThat(loss).isCloseTo(golden.required("loss").doubleValue(), within(1e-3));
      AdapterGoldens.assertGradients(adapters, scope, golden.required("gradients"));
    }
  }

  @Test
  void recomputed_gradients_have_the_same_bits_with_dropout_and_dora() {
    LoraConfig config = LoraConfig.ofRank(2).withDora().withDropout(0.5);
    try (NDManager scope = manager.newSubManager();
        ClipTextModel encoder = ClipTextModel.load(model, "text_encoder_2", scope, CPU);
        LoraAdapters adapters = adapters(scope, encoder, config)) {
      encoder.attach(adapters);
      AdapterGoldens.fill(adapters, 0.1);
      adapters.drawDropout(7, 3, 0);
      float[] direct = gradients(scope, encoder, adapters, Checkpointing.NONE);
      assertThat(gradients(scope, encoder, adapters, Checkpointing.BLOCKS)).containsExactly(direct);
      adapters.drawDropout(7, 4, 0);
      assertThat(gradients(scope, encoder, adapters, Checkpointing.NONE)).isNotEqualTo(direct);
      adapters.drawDropout(7, 3, 0);
      assertThat(gradients(scope, encoder, adapters, Checkpointing.NONE)).containsExactly(direct);
    }
  }

  @Test
  void brain_floats_train_32_bit_magnitudes_in_the_same_direction() {
    LoraConfig config = LoraConfig.ofRank(2).withDora().withDropout(0.3);
    float[] exact = gradients(config, ComputeType.FLOAT32);
    float[] rounded = gradients(config, ComputeType.BFLOAT16);
    assertThat(product(exact, rounded))
        .isGreaterThan(0.995 * Math.sqrt(product(exact, exact) * product(rounded, rounded)));
  }

  private static float[] gradients(LoraConfig config, ComputeType type) {
    Placement placement = new Placement(Device.cpu(), type);
    try (NDManager scope = manager.newSubManager();
        ClipTextModel encoder = ClipTextModel.load(model, "text_encoder_2", scope, placement);
        LoraAdapters adapters = adapters(scope, encoder, config)) {
      encoder.attach(adapters);
      AdapterGoldens.fill(adapters, 0.1);
      return gradients(scope, encoder, adapters, Checkpointing.NONE);
    }
  }

  private static double product(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }

  @Test
  void nothing_is_dropped_in_use() {
    LoraConfig config = LoraConfig.ofRank(2);
    try (NDManager scope = manager.newSubManager();
        ClipTextModel encoder = ClipTextModel.load(model, "text_encoder", scope, CPU);
        LoraAdapters plain = adapters(scope, encoder, config);
        LoraAdapters dropping = adapters(scope, encoder, config.withDropout(0.5))) {
      AdapterGoldens.fill(plain, 0.1);
      AdapterGoldens.fill(dropping, 0.1);
      encoder.attach(plain);
      float[] expected = encoder.encode(scope, texts(0)).pooled().toFloatArray();
      encoder.attach(dropping);
      assertThat(encoder.encode(scope, texts(0)).pooled().toFloatArray()).containsExactly(expected);
    }
  }

  @Test
  void new_dora_adapters_change_nothing() {
    try (NDManager scope = manager.newSubManager();
        ClipTextModel encoder = ClipTextModel.load(model, "text_encoder_2", scope, CPU);
        LoraAdapters adapters = adapters(scope, encoder, LoraConfig.ofRank(2).withDora())) {
      float[] before = encoder.encode(scope, texts(0)).pooled().toFloatArray();
      encoder.attach(adapters);
      adapters.resetMagnitudes();
      assertThat(encoder.encode(scope, texts(0)).pooled().toFloatArray()).containsExactly(before);
    }
  }

  private static float[] gradients(
      NDManager scope, ClipTextModel encoder, LoraAdapters adapters, Checkpointing checkpointing) {
    adapters.zeroGradients();
    differentiate(scope, encoder, "text_encoder_2", checkpointing);
    return adapters.gradients(scope).toFloatArray();
  }

  private static LoraAdapters adapters(NDManager scope, ClipTextModel encoder, LoraConfig config) {
    List<LinearProjection> sorted =
        encoder.attentionProjections().stream()
            .sorted(Comparator.comparing(LinearProjection::name))
            .toList();
    return LoraAdapters.create(scope, config, sorted);
  }

  /** Σ penultimate · input 50 + Σ pooled · input 51, the latter of the second encoder alone. */
  private static double differentiate(
      NDManager scope, ClipTextModel encoder, String component, Checkpointing checkpointing) {
    boolean second = component.equals("text_encoder_2");
    try (ClipTextPass pass = encoder.forward(scope, texts(second ? 0 : 999), checkpointing)) {
      double loss;
      try (GradMode on = GradMode.enabled()) {
        NDArray sum = weighted(scope, pass.penultimate(), 50);
        if (second) {
          sum = sum.add(weighted(scope, pass.pooled(), 51));
        }
        Autograd.backward(sum);
        loss = sum.getFloat();
      }
      pass.backward();
      return loss;
    }
  }

  private static NDArray weighted(NDManager scope, NDArray values, int input) {
    float[] weights = FormulaValues.input(input, (int) values.size(), 1);
    return values.mul(scope.create(weights, values.getShape())).sum();
  }

  private static long[][] texts(int padding) {
    return ClipGoldenTest.texts(padding);
  }
}
