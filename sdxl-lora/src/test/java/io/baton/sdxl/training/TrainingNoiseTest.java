package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrainingNoiseTest {

  private static final Shape SHAPE = new Shape(64, 4, 4, 4);
  private static final int CHANNEL = 16;

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
  void an_offset_shifts_each_channel_of_each_row_as_a_whole() {
    float[] plain = draw(0, 7);
    float[] shifted = draw(0.5, 7);
    double squares = 0;
    for (int channel = 0; channel < plain.length / CHANNEL; channel++) {
      float shift = shifted[channel * CHANNEL] - plain[channel * CHANNEL];
      squares += shift * shift;
      for (int i = 0; i < CHANNEL; i++) {
        int at = channel * CHANNEL + i;
        assertThat(shifted[at] - plain[at]).isCloseTo(shift, within(1e-6f));
      }
    }
    double deviation = Math.sqrt(squares / (plain.length / CHANNEL));
    assertThat(deviation).isCloseTo(0.5, within(0.06)); // three deviations of the estimate
  }

  @Test
  void every_micro_step_has_its_own() {
    assertThat(draw(0.5, 7)).isEqualTo(draw(0.5, 7)).isNotEqualTo(draw(0.5, 8));
  }

  private float[] draw(double offset, long microStep) {
    return new TrainingNoise(3, offset).draw(manager, SHAPE, microStep).toFloatArray();
  }
}
