package io.baton.sdxl.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoraAdaptersTest {

  private static final LinearProjection NARROW = new LinearProjection("narrow", 3, 1);
  private static final LinearProjection WIDE = new LinearProjection("wide", 1, 2);

  private NDManager manager;
  private LoraAdapters adapters;

  @BeforeEach
  void createAdapters() {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
    adapters = LoraAdapters.create(manager, new LoraConfig(2, 1), List.of(NARROW, WIDE));
  }

  @AfterEach
  void freeTensors() {
    adapters.close();
    manager.close();
  }

  @Test
  void all_values_are_views_of_one_tensor() {
    adapters.setValues(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14});
    LoraLayer wide = adapters.layer("wide").orElseThrow();
    assertThat(wide.down().toFloatArray()).containsExactly(7, 8);
    assertThat(wide.up().toFloatArray()).containsExactly(11, 12, 13, 14);
    assertThat(wide.downOffset()).isEqualTo(6);
    assertThat(wide.upOffset()).isEqualTo(10);
    assertThat(adapters.firstUp()).isEqualTo(8);
    assertThat(adapters.firstMagnitude()).isEqualTo(14);
    adapters.parameters().muli(2);
    assertThat(wide.up().toFloatArray()).containsExactly(22, 24, 26, 28);
    assertThat(wide.up().getShape().getShape()).containsExactly(2, 2);
  }

  @Test
  void gradients_add_up_in_the_order_of_the_parameters_until_they_are_zeroed() {
    LoraLayer wide = adapters.layer("wide").orElseThrow();
    differentiateSquare(wide, 3);
    differentiateSquare(wide, 3);
    try (NDArray gradients = adapters.gradients(manager)) {
      assertThat(gradients.toFloatArray())
          .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 12, 12, 12);
    }
    adapters.zeroGradients();
    assertThat(adapters.gradients(manager).toFloatArray()).containsOnly(0);
  }

  private void differentiateSquare(LoraLayer layer, float value) {
    adapters.setValues(new float[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, value, value, value, value});
    try (GradMode on = GradMode.enabled()) {
      Autograd.backward(layer.up().square());
    }
  }

  @Test
  void the_scale_is_alpha_by_rank() {
    assertThat(adapters.layers()).allSatisfy(layer -> assertThat(layer.scale()).isEqualTo(0.5));
    assertThat(LoraConfig.ofRank(8).scale()).isEqualTo(1);
  }

  @Test
  void a_projection_has_one_adapter() {
    assertThatThrownBy(
            () -> LoraAdapters.create(manager, LoraConfig.ofRank(1), List.of(WIDE, WIDE)))
        .hasMessage("two projections are named wide");
  }
}
