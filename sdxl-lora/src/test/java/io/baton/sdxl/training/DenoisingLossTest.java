package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.noise.DenoisingObjective;
import io.baton.sdxl.noise.NoiseSchedule;
import io.baton.sdxl.noise.PredictionType;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows whose every error is 1, 2, 3 and 4, so that their mean squares are 1, 4, 9 and 16. */
class DenoisingLossTest {

  private static final NoiseSchedule SDXL =
      NoiseSchedule.scaledLinear(0.00085, 0.012, 1000, PredictionType.EPSILON);
  private static final int[] LEVELS = {10, 400, 700, 990};

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = TorchRuntime.start(TorchSettings.defaults()).newManager(Device.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void without_weights_it_is_the_mean_over_all() {
    DenoisingObjective plain = SDXL.objective(OptionalDouble.empty());
    assertLoss(plain, OptionalDouble.empty(), (1 + 4 + 9 + 16) / 4.0);
    assertLoss(plain, OptionalDouble.of(0.5), (1 + 4) / 2.0 + 0.5 * (9 + 16) / 2.0);
  }

  @Test
  void min_snr_weighs_the_instance_rows_alone() {
    DenoisingObjective weighted = SDXL.objective(OptionalDouble.of(1));
    assertThat(weight(weighted, 0)).isLessThan(0.02);
    double instances = (weight(weighted, 0) + 4 * weight(weighted, 1)) / 2;
    assertLoss(weighted, OptionalDouble.of(0.5), instances + 0.5 * (9 + 16) / 2);
  }

  @Test
  void edm_style_weighs_the_class_rows_as_well() {
    DenoisingObjective euler = SDXL.eulerObjective();
    double instances = (weight(euler, 0) + 4 * weight(euler, 1)) / 2;
    double classes = (9 * weight(euler, 2) + 16 * weight(euler, 3)) / 2;
    assertLoss(euler, OptionalDouble.of(0.5), instances + 0.5 * classes);
  }

  private static double weight(DenoisingObjective objective, int row) {
    return objective.level(LEVELS[row]).weight();
  }

  private void assertLoss(DenoisingObjective objective, OptionalDouble prior, double expected) {
    NDArray errors = manager.create(new float[] {1, -2, 3, -4}, new Shape(4, 1, 1, 1));
    NDArray target = manager.ones(new Shape(4, 2, 3, 3), DataType.FLOAT32);
    NDArray loss = new DenoisingLoss(objective, prior).of(target.add(errors), target, LEVELS);
    assertThat((double) loss.getFloat()).isCloseTo(expected, within(1e-5 * expected));
  }
}
