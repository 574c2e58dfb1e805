package io.baton.sdxl.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.torch.ScriptModule;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizationTest {

  private NDManager manager;
  private ScriptModule script;

  @BeforeEach
  void open() {
    manager = TorchRuntime.start(TorchSettings.defaults()).newManager(Device.cpu());
    script = ScriptModule.compile(manager, Quantization.methods());
  }

  @AfterEach
  void close() {
    script.close();
    manager.close();
  }

  /** The values themselves, all edges and the floats beside them, and numbers of every size. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void every_number_becomes_the_nearest_byte(boolean signed) {
    DynamicMap map = signed ? DynamicMap.signed() : DynamicMap.unsigned();
    List<Float> numbers = new ArrayList<>(List.of(1f, 0f, Float.MIN_VALUE, 1e-9f, 1e-7f, 5e-8f));
    for (float value : map.values()) {
      numbers.add(value);
    }
    for (float edge : map.edges()) {
      if (Float.isFinite(edge)) {
        numbers.addAll(List.of(edge, Math.nextUp(edge), Math.nextDown(edge)));
      }
    }
    for (int i = 0; i < 20_000; i++) {
      double magnitude = Math.pow(10, -8 * Math.abs(FormulaValues.u(1, i)));
      numbers.add((float) (signed && FormulaValues.u(2, i) < 0 ? -magnitude : magnitude));
    }
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = signed ? numbers.get(i) : Math.max(0, numbers.get(i));
    }

    int[] bytes = pack(map, floats);

    for (int i = 0; i < floats.length; i++) {
      assertThat(bytes[i]).as("byte of %s", floats[i]).isEqualTo(map.nearest(floats[i]));
    }
  }

  // One block whose largest magnitude is 1.
  private int[] pack(DynamicMap map, float... floats) {
    Quantization quantization = Quantization.of(manager, map);
    NDArray scale = manager.zeros(new Shape(1), DataType.FLOAT32);
    NDArray x = manager.create(floats, new Shape(1, floats.length));
    int[] bytes =
        script
            .call(manager, "pack", x, scale, quantization.edges(), quantization.guesses())
            .toIntArray();
    assertThat(scale.getFloat()).isEqualTo(1);
    return bytes;
  }
}
