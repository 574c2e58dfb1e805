package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lora.LoraLayer;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.optimizer.LossScale;
import io.baton.sdxl.optimizer.Optimizer;
import io.baton.sdxl.optimizer.OptimizerState;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdaptedModelsTest {

  private NDManager manager;
  private AdaptedModel unet;
  private AdaptedModel text;

  @BeforeEach
  void create() {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
    unet = model(LoraComponent.UNET);
    text = model(LoraComponent.TEXT_ENCODER);
  }

  @AfterEach
  void free() {
    manager.close();
  }

  private AdaptedModel model(LoraComponent component) {
    return AdaptedModel.create(
        component,
        manager,
        LoraConfig.ofRank(1).withDora(),
        List.of(new LinearProjection("b", 2, 3), new LinearProjection("a", 2, 3)));
  }

  @Test
  void each_group_learns_at_its_own_rate_and_decays_on_its_own() {
    List<TrainedGroup> groups =
        Stream.concat(
                unet.groups(1e-4, 1, OptionalDouble.of(16)).stream(),
                text.groups(1e-3, 0.05, OptionalDouble.of(16)).stream())
            .toList();
    RecordingOptimizer optimizer = new RecordingOptimizer();
    new AdaptedModels(List.of(unet, text), groups)
        .step(manager, optimizer, LossScale.none(), 1, 1e-4, 1);
    assertThat(groups.stream().map(group -> group.parameters().name()))
        .containsExactly(
            "unet.down",
            "unet.up",
            "unet.magnitude",
            "text_encoder.down",
            "text_encoder.up",
            "text_encoder.magnitude");
    assertThat(optimizer.rates)
        .containsExactly(1e-4, 16e-4, 1e-4, 1e-4 * 0.05, 1e-4 * 0.05 * 16, 1e-4 * 0.05);
    assertThat(groups.stream().map(group -> group.parameters().weightDecay()))
        .containsExactly(1e-4, 1e-4, 1e-4, 1e-3, 1e-3, 1e-3);
  }

  @Test
  void without_a_rate_of_their_own_the_ups_are_in_the_group_of_all() {
    List<TrainedGroup> groups = unet.groups(1e-4, 1, OptionalDouble.empty());
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).parameters().tensors()).hasSize(6);
    assertThat(groups.get(0).parameters().parameters().size()).isEqualTo(16);
  }

  @Test
  void one_norm_over_all_models_limits_the_gradients() {
    differentiate(unet, 3);
    differentiate(text, 4);
    List<TrainedGroup> groups =
        Stream.of(unet, text)
            .flatMap(model -> model.groups(0, 1, OptionalDouble.of(2)).stream())
            .toList();
    AdaptedModels models = new AdaptedModels(List.of(unet, text), groups);
    RecordingOptimizer optimizer = new RecordingOptimizer();
    assertThat(models.step(manager, optimizer, LossScale.none(), 1, 1e-4, 1)).isEqualTo(5);
    // Layers lie in order of their names: the first down of each is that of layer a.
    assertThat(optimizer.gradients.get(0))
        .containsExactly(new float[] {0.6f, 0, 0, 0}, within(1e-6f));
    assertThat(optimizer.gradients.get(3))
        .containsExactly(new float[] {0.8f, 0, 0, 0}, within(1e-6f));
    assertThat(models.step(manager, optimizer, LossScale.none(), 1, 1e-4, 2))
        .as("after they were used")
        .isZero();
  }

  @Test
  void gradients_that_overflow_are_thrown_away_and_their_step_left_out() {
    differentiate(unet, Double.POSITIVE_INFINITY);
    AdaptedModels models =
        new AdaptedModels(List.of(unet), unet.groups(0, 1, OptionalDouble.empty()));
    RecordingOptimizer optimizer = new RecordingOptimizer();
    LossScale scale = LossScale.dynamic();
    assertThat(models.step(manager, optimizer, scale, 1, 1e-4, 1)).isNotFinite();
    assertThat(optimizer.gradients).isEmpty();
    assertThat(scale.skippedSteps()).isEqualTo(1);

    differentiate(unet, 0.5 * scale.factor());
    assertThat(models.step(manager, optimizer, scale, 1, 1e-4, 1)).isEqualTo(0.5);
    assertThat(optimizer.gradients.get(0)[0]).isEqualTo(0.5f);
  }

  @Test
  void models_draw_numbers_of_their_own() {
    assertThat(unet.firstRow()).isZero();
    assertThat(text.firstRow()).isEqualTo(1 << 20);
    unet.initialize(5);
    text.initialize(5);
    assertThat(unet.adapters().values()).isNotEqualTo(text.adapters().values());
    AdaptedModel again = model(LoraComponent.UNET);
    again.initialize(5);
    assertThat(again.adapters().values()).containsExactly(unet.adapters().values());
  }

  /** A gradient of {@code slope} at the first value of layer a's down. */
  private static void differentiate(AdaptedModel model, double slope) {
    LoraLayer layer = model.adapters().layer("a").orElseThrow();
    try (GradMode on = GradMode.enabled();
        NDArray value = layer.down().get(0).get(0).mul(slope)) {
      Autograd.backward(value);
    }
  }

  private static final class RecordingOptimizer implements Optimizer {

    private List<float[]> gradients = List.of();
    private double[] rates = {};

    @Override
    public void step(List<NDArray> given, double[] learningRates, long step) {
      gradients = given.stream().map(NDArray::toFloatArray).toList();
      rates = learningRates;
    }

    @Override
    public OptimizerState state() {
      return new OptimizerState(List.of(), List.of());
    }

    @Override
    public void close() {}
  }
}
