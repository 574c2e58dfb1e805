package io.baton.sdxl.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that torch.optim.AdamW and clip_grad_norm_ give. */
class AdamWTest {

  private static final Offset<Float> ROUNDING = within(1e-7f);

  private static final AdamWConfig CONFIG = new AdamWConfig(0.9, 0.999, 1e-8);

  private NDManager manager;

  @BeforeEach
  void open() {
    TorchRuntime torch = TorchRuntime.start(TorchSettings.defaults());
    TorchRuntime.prepareThread();
    manager = torch.newManager(Device.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void three_steps_are_those_of_torch() {
    NDArray parameters = manager.create(new float[] {0.5f, -0.25f, 0});
    AdamW optimizer = new AdamW(manager, CONFIG, List.of(group(parameters, 1e-4)));
    float[][] gradients = {{.1f, -.2f, 1e-9f}, {.3f, .1f, 0}, {-.05f, .02f, 1e-3f}};
    float[][] expected = {
      {0.499900013f, -0.249899998f, -9.09090977e-06f},
      {0.499808222f, -0.24987337f, -1.35150003e-05f},
      {0.499748141f, -0.249858558f, -7.73952925e-05f}
    };
    for (int step = 0; step < 3; step++) {
      optimizer.step(List.of(manager.create(gradients[step])), new double[] {1e-4}, step + 1);
      float[] values = parameters.toFloatArray();
      for (int i = 0; i < 3; i++) {
        assertThat(values[i])
            .as("value %d after step %d", i, step + 1)
            .isCloseTo(expected[step][i], ROUNDING);
      }
    }
  }

  @Test
  void each_group_has_its_own_rate_decay_and_moments() {
    NDArray first = manager.create(new float[] {0.5f, -0.25f});
    NDArray second = manager.create(new float[] {0.5f, -0.25f});
    AdamW together = new AdamW(manager, CONFIG, List.of(group(first, 1e-4), group(second, 1e-3)));
    NDArray alone = manager.create(new float[] {0.5f, -0.25f});
    AdamW single = new AdamW(manager, CONFIG, List.of(group(alone, 1e-3)));
    for (int step = 1; step <= 3; step++) {
      NDArray gradients = manager.create(new float[] {step, -0.1f});
      together.step(
          List.of(manager.create(new float[] {9, 9}), gradients), new double[] {1, 5e-6}, step);
      single.step(List.of(gradients), new double[] {5e-6}, step);
    }
    assertThat(second.toFloatArray()).isEqualTo(alone.toFloatArray());
    assertThat(moment(together, 3).toFloatArray()).isEqualTo(moment(single, 1).toFloatArray());
    assertThat(first.toFloatArray()).isNotEqualTo(second.toFloatArray());
  }

  @Test
  void gradients_longer_than_the_limit_are_cut_to_it() {
    NDArray gradients = manager.create(new float[] {3, 0, 4});
    assertThat(GradientClipping.clip(List.of(gradients), 1)).isEqualTo(5);
    float[] clipped = gradients.toFloatArray();
    assertThat(clipped[0]).isCloseTo(0.5999999f, ROUNDING);
    assertThat(clipped[2]).isCloseTo(0.7999998f, ROUNDING);
  }

  @Test
  void shorter_gradients_stay_as_they_are() {
    NDArray gradients = manager.create(new float[] {3, 0, 4});
    assertThat(GradientClipping.clip(List.of(gradients), 6)).isEqualTo(5);
    assertThat(gradients.toFloatArray()).containsExactly(3, 0, 4);
  }

  private static NDArray moment(AdamW optimizer, int index) {
    return optimizer.state().tensors().get(index).values();
  }

  private static ParameterGroup group(NDArray parameters, double weightDecay) {
    TensorSlice all = new TensorSlice("all", 0, List.of(parameters.size()));
    return new ParameterGroup("group", parameters, List.of(all), weightDecay);
  }

  @Test
  void the_norm_of_millions_of_gradients_is_exact() {
    float[] values = new float[5_800_000];
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 1009) * 1e-4f;
      squares += (double) values[i] * values[i];
    }
    try (NDArray gradients = manager.create(values)) {
      assertThat(GradientClipping.clip(List.of(gradients), 1e9))
          .isCloseTo(Math.sqrt(squares), withinPercentage(1e-4));
    }
  }
}
