package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.initmodel.GoldenModel;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.lorafile.LoraLayout;
import io.baton.sdxl.lorafile.LoraTensor;
import io.baton.sdxl.lorafile.LoraTensor.Role;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.noise.NoiseSchedule;
import io.baton.sdxl.optimizer.AdamW;
import io.baton.sdxl.optimizer.AdamWConfig;
import io.baton.sdxl.optimizer.LossScale;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import io.baton.sdxl.unet.UNet2DConditionModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four optimizer steps on the tiny UNet against those of diffusers, peft and torch on the same
 * numbers.
 */
class GoldenStepsTest {

  private static final OptionalDouble NONE = OptionalDouble.empty();

  @TempDir Path directory;

  private NDManager manager;
  private ModelDirectory model;
  private UNet2DConditionModel unet;
  private AdaptedModel adapted;
  private LoraAdapters adapters;
  private LoraLayout layout;
  private TensorFloats values;

  @BeforeEach
  void load() throws IOException {
    manager = TorchRuntime.start(TorchSettings.defaults()).newManager(Device.cpu());
    model = GoldenModel.write(directory);
    load(ComputeType.FLOAT32);
  }

  private void load(ComputeType type) {
    unet = UNet2DConditionModel.load(model, manager, new Placement(Device.cpu(), type));
    adapted =
        AdaptedModel.create(
            LoraComponent.UNET, manager, LoraConfig.ofRank(4), unet.attentionProjections());
    adapters = adapted.adapters();
    unet.attach(adapters);
    layout = adapted.layout();
    values = new TensorFloats(adapters.parameters());
    for (int k = 0; k < layout.tensors().size(); k++) {
      LoraTensor tensor = layout.tensors().get(k);
      if (tensor.role() == Role.DOWN) {
        values.write(tensor.offset(), FormulaValues.sequence(500_000 + k, tensor.length(), 0.25));
      }
    }
  }

  @AfterEach
  void free() {
    unet.close();
    manager.close();
  }

  @Test
  void epsilon_prediction() throws IOException {
    assertSteps("train_eps", NONE, NONE);
  }

  @Test
  void epsilon_prediction_with_min_snr() throws IOException {
    assertSteps("train_eps_snr5", OptionalDouble.of(5), NONE);
  }

  @Test
  void a_scaled_loss_gives_the_same_gradients_in_fp16_but_for_rounding() throws IOException {
    unet.close();
    load(ComputeType.FLOAT16);
    JsonNode expected = GoldenModel.expected().required("train_eps").required("steps").required(0);
    Step step = step(learner(NONE, NONE, LossScale.dynamic()), batch(0), 1);
    double loss = expected.required("loss").doubleValue();
    assertThat((double) step.loss()).isCloseTo(loss, within(2e-2 * loss));
    double norm = expected.required("grad_norm").doubleValue();
    assertThat(step.norm()).isCloseTo(norm, within(2e-2 * norm));
  }

  @Test
  void prior_preservation() throws IOException {
    assertSteps("train_prior", NONE, OptionalDouble.of(1));
  }

  @Test
  void velocity_prediction_with_min_snr() throws IOException {
    Path config = directory.resolve("scheduler/scheduler_config.json");
    Files.writeString(config, Files.readString(config).replace("\"epsilon\"", "\"v_prediction\""));
    assertSteps("train_v_snr5", OptionalDouble.of(5), NONE);
  }

  @Test
  void the_loss_falls_on_a_fixed_batch() {
    Learner learner = learner(NONE, NONE);
    MicroBatch batch = batch(0);
    float first = step(learner, batch, 1).loss();
    float last = first;
    for (int step = 2; step <= 30; step++) {
      last = step(learner, batch, step).loss();
      assertThat(last).isFinite();
    }
    assertThat(last).isLessThan(0.9f * first);
  }

  @Test
  void accumulated_gradients_are_the_mean_of_the_micro_batches() {
    Learner learner = learner(NONE, NONE);
    learner.accumulate(manager, batch(0), 2);
    learner.accumulate(manager, batch(1), 2);
    float[] together = adapters.gradients(manager).toFloatArray();
    adapters.zeroGradients();
    learner.accumulate(manager, batch(0), 1);
    float[] first = adapters.gradients(manager).toFloatArray();
    adapters.zeroGradients();
    learner.accumulate(manager, batch(1), 1);
    float[] second = adapters.gradients(manager).toFloatArray();
    for (int i = 0; i < together.length; i++) {
      assertThat(together[i]).isCloseTo((first[i] + second[i]) / 2, within(1e-7f));
    }
  }

  @Test
  void a_micro_step_leaves_no_tensor_behind() {
    Learner learner = learner(NONE, NONE);
    step(learner, batch(0), 1);
    int before = manager.getManagedArrays().size();
    for (int step = 2; step <= 20; step++) {
      try (NDManager scope = manager.newSubManager()) {
        step(learner, FormulaConditioning.batch(scope, 0), step);
      }
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  private void assertSteps(String variant, OptionalDouble gamma, OptionalDouble priorWeight)
      throws IOException {
    JsonNode golden = GoldenModel.expected().required(variant);
    Learner learner = learner(gamma, priorWeight);
    for (int s = 0; s < 4; s++) {
      JsonNode expected = golden.required("steps").required(s);
      Step step = step(learner, batch(s), s + 1);
      assertThat((double) step.loss())
          .as("loss of step %d", s)
          .isCloseTo(expected.required("loss").doubleValue(), within(1e-5));
      double norm = expected.required("grad_norm").doubleValue();
      assertThat(step.norm())
          .as("gradient norm of step %d", s)
          .isCloseTo(norm, within(1e-4 * norm));
    }
    assertThat(norm(Role.DOWN)).isCloseTo(golden.required("down_l2").doubleValue(), within(1e-3));
    assertThat(norm(Role.UP)).isCloseTo(golden.required("up_l2").doubleValue(), within(1e-3));
    assertStart(layout.tensors().get(0), golden.required("down_first6"));
    assertStart(layout.tensors().get(1), golden.required("up_first6"));
  }

  private void assertStart(LoraTensor tensor, JsonNode expected) {
    float[] actual = values.read(tensor.offset(), expected.size());
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("%s[%d]", tensor.key(), i)
          .isCloseTo(expected.required(i).doubleValue(), within(1e-3));
    }
  }

  private Learner learner(OptionalDouble gamma, OptionalDouble priorWeight) {
    return learner(gamma, priorWeight, LossScale.none());
  }

  private Learner learner(OptionalDouble gamma, OptionalDouble priorWeight, LossScale lossScale) {
    AdaptedModels models = new AdaptedModels(List.of(adapted), adapted.groups(1e-4, 1, NONE));
    return new Learner(
        unet,
        models,
        new FormulaConditioning(),
        new DenoisingLoss(NoiseSchedule.load(model).objective(gamma), priorWeight),
        new AdamW(
            manager,
            new AdamWConfig(0.9, 0.999, 1e-8),
            models.groups().stream().map(TrainedGroup::parameters).toList()),
        lossScale,
        1.0,
        Checkpointing.NONE);
  }

  private Step step(Learner learner, MicroBatch batch, long number) {
    try (NDManager scope = manager.newSubManager()) {
      float loss = learner.accumulate(scope, batch, 1);
      return new Step(loss, learner.step(scope, 1e-2, number));
    }
  }

  private MicroBatch batch(int s) {
    return FormulaConditioning.batch(manager, s);
  }

  private double norm(Role role) {
    double sum = 0;
    for (LoraTensor tensor : layout.tensors()) {
      if (tensor.role() == role) {
        for (float value : values.read(tensor.offset(), tensor.length())) {
          sum += (double) value * value;
        }
      }
    }
    return Math.sqrt(sum);
  }

  private record Step(float loss, double norm) {}
}
