package io.baton.sdxl.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that torch.optim.AdamW and clip_grad_norm_ give. */
class AdamWTest {

  private static final Offset<Float> ROUNDING = within(1e-7f);

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
    AdamW optimizer = new AdamW(manager, new AdamWConfig(0.9, 0.999, 1e-4, 1e-8), parameters);
    float[][] gradients = {{.1f, -.2f, 1e-9f}, {.3f, .1f, 0}, {-.05f, .02f, 1e-3f}};
    float[][] expected = {
      {0.499900013f, -0.249899998f, -9.09090977e-06f},
      {0.499808222f, -0.24987337f, -1.35150003e-05f},
      {0.499748141f, -0.249858558f, -7.73952925e-05f}
    };
    for (int step = 0; step < 3; step++) {
      optimizer.step(manager.create(gradients[step]), 1e-4, step + 1);
      float[] values = parameters.toFloatArray();
      for (int i = 0; i < 3; i++) {
        assertThat(values[i])
            .as("value %d after step %d", i, step + 1)
            .isCloseTo(expected[step][i], ROUNDING);
      }
    }
  }

  @Test
  void a_step_leaves_no_tensor_behind() {
    NDArray parameters = manager.create(new float[] {0.5f, -0.25f, 0});
    AdamW optimizer = new AdamW(manager, new AdamWConfig(0.9, 0.999, 1e-4, 1e-8), parameters);
    NDArray gradients = manager.create(new float[] {1, 2, 3});
    int before = manager.getManagedArrays().size();
    for (int step = 1; step <= 10; step++) {
      GradientClipping.clip(gradients, 1);
      optimizer.step(gradients, 1e-4, step);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(optimizer.firstMoment().getManager().getManagedArrays()).hasSize(2);
  }

  @Test
  void gradients_longer_than_the_limit_are_cut_to_it() {
    NDArray gradients = manager.create(new float[] {3, 0, 4});
    assertThat(GradientClipping.clip(gradients, 1)).isEqualTo(5);
    float[] clipped = gradients.toFloatArray();
    assertThat(clipped[0]).isCloseTo(0.5999999f, ROUNDING);
    assertThat(clipped[2]).isCloseTo(0.7999998f, ROUNDING);
  }

  @Test
  void shorter_gradients_stay_as_they_are() {
    NDArray gradients = manager.create(new float[] {3, 0, 4});
    assertThat(GradientClipping.clip(gradients, 6)).isEqualTo(5);
    assertThat(gradients.toFloatArray()).containsExactly(3, 0, 4);
  }
}
