package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.initmodel.AdapterGoldens;
import io.baton.sdxl.initmodel.GoldenModel;
import io.baton.sdxl.lorafile.LoraComponent;
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
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Four optimizer steps of the tiny UNet's adapters, alpha other than the rank, against those of
 * diffusers, peft and torch on the same numbers and dropout masks.
 */
class AdapterStepsTest {

  private static final OptionalDouble NONE = OptionalDouble.empty();

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"lora, NONE", "lora_dropout, NONE", "dora, NONE", "dora_dropout, BLOCKS"})
  void steps_are_those_of_peft(String variant, Checkpointing checkpointing) throws IOException {
    JsonNode goldens = AdapterGoldens.read();
    JsonNode golden = goldens.required("unet").required(variant);
    ModelDirectory model = GoldenModel.write(directory);
    try (NDManager manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
        UNet2DConditionModel unet =
            UNet2DConditionModel.load(
                model, manager, new Placement(Device.cpu(), ComputeType.FLOAT32))) {
      AdaptedModel adapted =
          AdaptedModel.create(
              LoraComponent.UNET,
              manager,
              AdapterGoldens.config(goldens, variant),
              unet.attentionProjections());
      unet.attach(adapted.adapters());
      AdapterGoldens.fill(adapted.adapters(), 0);
      Learner learner = learner(manager, model, unet, adapted, checkpointing);
      for (int s = 0; s < 4; s++) {
        assertStep(learner, manager, s, golden.required("steps").required(s));
      }
      assertNorm(adapted, Role.DOWN, golden.at("/l2/down"));
      assertNorm(adapted, Role.UP, golden.at("/l2/up"));
      assertNorm(adapted, Role.MAGNITUDE, golden.at("/l2/magnitude"));
    }
  }

  private static void assertStep(Learner learner, NDManager manager, int s, JsonNode expected) {
    try (NDManager scope = manager.newSubManager()) {
      float loss = learner.accumulate(scope, FormulaConditioning.batch(scope, s), 1);
      assertThat((double) loss)
          .as("loss of step %d", s)
          .isCloseTo(expected.required("loss").doubleValue(), within(1e-5));
      double norm = expected.required("grad_norm").doubleValue();
      assertThat(learner.step(scope, 1e-2, s + 1))
          .as("gradient norm of step %d", s)
          .isCloseTo(norm, within(1e-4 * norm));
    }
  }

  private static Learner learner(
      NDManager manager,
      ModelDirectory model,
      UNet2DConditionModel unet,
      AdaptedModel adapted,
      Checkpointing checkpointing) {
    AdaptedModels models = new AdaptedModels(List.of(adapted), adapted.groups(1e-4, 1, NONE));
    return new Learner(
        unet,
        models,
        new FormulaConditioning(),
        new DenoisingLoss(NoiseSchedule.load(model).objective(NONE), NONE),
        new AdamW(
            manager,
            new AdamWConfig(0.9, 0.999, 1e-8),
            models.groups().stream().map(TrainedGroup::parameters).toList()),
        LossScale.none(),
        1.0,
        checkpointing);
  }

  private static void assertNorm(AdaptedModel adapted, Role role, JsonNode expected) {
    TensorFloats values = new TensorFloats(adapted.adapters().parameters());
    double squares = 0;
    for (LoraTensor tensor : adapted.layout().tensors()) {
      if (tensor.role() == role) {
        for (float value : values.read(tensor.offset(), tensor.length())) {
          squares += (double) value * value;
        }
      }
    }
    assertThat(Math.sqrt(squares))
        .as("L2 norm of all %s", role)
        .isCloseTo(expected.doubleValue(), within(1e-3));
  }
}
