package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.command.TinyModel;
import io.baton.sdxl.initmodel.AdapterGoldens;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.sample.TextEmbedding;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainedTextEncodersTest {

  private static final int TOKENS = 77;
  private static final int FEATURES = 64;
  private static final int POOLED = 32;

  private NDManager manager;
  private TrainedTextEncoders encoders;

  @BeforeEach
  void load() {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
    encoders = load(Checkpointing.NONE);
  }

  private TrainedTextEncoders load(Checkpointing checkpointing) {
    TrainedTextEncoders loaded =
        TrainedTextEncoders.load(
            manager,
            ModelDirectory.open(TinyModel.directory(), Optional.empty()),
            new Placement(Device.cpu(), ComputeType.FLOAT32),
            LoraConfig.ofRank(2),
            checkpointing,
            1);
    loaded.models().forEach(model -> AdapterGoldens.fill(model.adapters(), 0.1));
    return loaded;
  }

  @AfterEach
  void free() {
    encoders.close();
    manager.close();
  }

  @ParameterizedTest
  @EnumSource
  void the_gradients_of_a_batch_are_those_of_its_rows_together(Checkpointing checkpointing) {
    encoders.close();
    encoders = load(checkpointing);
    List<float[]> cat = gradients(List.of("a cat"));
    List<float[]> dog = gradients(List.of("a dog"));
    List<float[]> batch = gradients(List.of("a cat", "a dog", "a cat"));
    for (int model = 0; model < 2; model++) {
      assertThat(norm(cat.get(model))).isPositive();
      assertThat(norm(dog.get(model))).isPositive();
      for (int i = 0; i < batch.get(model).length; i++) {
        double expected = 2 * cat.get(model)[i] + dog.get(model)[i];
        assertThat((double) batch.get(model)[i])
            .isCloseTo(expected, within(1e-5 * norm(batch.get(model))));
      }
    }
  }

  @Test
  void rows_with_the_same_caption_are_the_same() {
    try (NDManager scope = manager.newSubManager();
        TextConditioning.Encoded encoded =
            encoders.encode(scope, List.of("a cat", "a dog", "a cat"))) {
      assertThat(encoded.hiddenStates().getShape()).isEqualTo(new Shape(3, TOKENS, FEATURES));
      assertThat(encoded.pooled().getShape()).isEqualTo(new Shape(3, POOLED));
      assertThat(encoded.pooled().get(2).toFloatArray())
          .containsExactly(encoded.pooled().get(0).toFloatArray())
          .isNotEqualTo(encoded.pooled().get(1).toFloatArray());
    }
  }

  @Test
  void prompts_are_encoded_as_captions_are() {
    try (NDManager scope = manager.newSubManager();
        TextConditioning.Encoded encoded = encoders.encode(scope, List.of("a cat"))) {
      TextEmbedding prompt = encoders.prompts().encode(scope, List.of("a cat")).get(0);
      assertThat(prompt.hiddenStates().toFloatArray())
          .containsExactly(encoded.hiddenStates().toFloatArray());
      assertThat(prompt.pooled().toFloatArray()).containsExactly(encoded.pooled().toFloatArray());
    }
  }

  /** Of both models, for the same weights of every row. */
  private List<float[]> gradients(List<String> captions) {
    try (NDManager scope = manager.newSubManager();
        TextConditioning.Encoded encoded = encoders.encode(scope, captions)) {
      try (GradMode on = GradMode.enabled()) {
        Autograd.backward(
            weighted(scope, encoded.hiddenStates(), 1).add(weighted(scope, encoded.pooled(), 2)));
      }
      encoded.backward();
      List<float[]> gradients = new ArrayList<>();
      for (AdaptedModel model : encoders.models()) {
        gradients.add(model.adapters().gradients(scope).toFloatArray());
        model.adapters().zeroGradients();
      }
      return gradients;
    }
  }

  private static NDArray weighted(NDManager scope, NDArray rows, int input) {
    long[] shape = rows.getShape().getShape();
    shape[0] = 1;
    Shape ofRow = new Shape(shape);
    NDArray weights = scope.create(FormulaValues.input(input, (int) ofRow.size(), 1), ofRow);
    return rows.mul(weights).sum();
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
