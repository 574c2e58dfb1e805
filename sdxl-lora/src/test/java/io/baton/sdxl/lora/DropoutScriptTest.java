package io.baton.sdxl.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.torch.ScriptLibrary;
import io.baton.sdxl.torch.ScriptModule;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutScriptTest {

  private static final int ROWS = 400;
  private static final int COLUMNS = 500;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
  }

  @AfterEach
  void free() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.1, 0.5, 0.9, 0.999999999})
  void the_given_share_goes_and_the_rest_makes_up_for_it(double probability) {
    float[] values = dropped(probability, 3, 4);
    double share = 1 - sum(values) * (1 - probability) / values.length;
    // Five standard deviations of a binomial share.
    double deviation = Math.sqrt(probability * (1 - probability) / values.length);
    assertThat(share).isCloseTo(probability, within(5 * deviation + 1e-7));
  }

  @Test
  void rows_and_columns_go_independently_of_each_other() {
    float[] values = dropped(0.5, -7, 1 << 30);
    for (int row = 0; row < ROWS; row++) {
      assertThat(agreement(values, row * COLUMNS, (row + 1) % ROWS * COLUMNS, 1, COLUMNS))
          .isBetween(0.35, 0.65);
    }
    for (int column = 0; column < COLUMNS; column++) {
      assertThat(agreement(values, column, (column + 1) % COLUMNS, COLUMNS, ROWS))
          .isBetween(0.35, 0.65);
    }
  }

  /**
   * Of the four corners of a rectangle any number may go: an exclusive or alone would keep parity.
   */
  @Test
  void the_corners_of_rectangles_go_independently() {
    float[] values = dropped(0.5, 11, 12);
    int even = 0;
    int rectangles = 0;
    for (int row = 0; row + 1 < ROWS; row += 2) {
      for (int column = 0; column + 1 < COLUMNS; column += 2) {
        int at = row * COLUMNS + column;
        int kept =
            bit(values[at])
                + bit(values[at + 1])
                + bit(values[at + COLUMNS])
                + bit(values[at + COLUMNS + 1]);
        even += kept % 2 == 0 ? 1 : 0;
        rectangles++;
      }
    }
    assertThat((double) even / rectangles).isCloseTo(0.5, within(2.5 / Math.sqrt(rectangles)));
  }

  @Test
  void another_key_drops_others_and_the_same_key_the_same() {
    float[] values = dropped(0.5, 1, 2);
    assertThat(dropped(0.5, 1, 2)).containsExactly(values);
    assertThat(dropped(0.5, 1, 3)).isNotEqualTo(values);
    assertThat(dropped(0.5, 0, 2)).isNotEqualTo(values);
  }

  private float[] dropped(double probability, int rowKey, int columnKey) {
    ScriptLibrary library = new ScriptLibrary();
    String method = DropoutScript.add(library, probability);
    try (ScriptModule module = ScriptModule.compile(manager, library.methods());
        NDArray ones = manager.ones(new Shape(ROWS, COLUMNS));
        NDArray key = manager.create(new int[] {rowKey, columnKey});
        NDArray result = module.call(manager, method, ones, key)) {
      return result.toFloatArray();
    }
  }

  private static double agreement(float[] values, int first, int second, int stride, int count) {
    int same = 0;
    for (int i = 0; i < count; i++) {
      same += bit(values[first + i * stride]) == bit(values[second + i * stride]) ? 1 : 0;
    }
    return (double) same / count;
  }

  private static int bit(float value) {
    return value == 0 ? 0 : 1;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
