package io.baton.sdxl.training;

import io.baton.sdxl.lorafile.LoraTensor;
import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import java.util.List;

/**
 * The values that a LoRA starts from: down ~ N(0, (1/rank)²), up 0, magnitude the frozen weights'
 * own, so that it changes nothing yet.
 */
final class LoraInitialization {

  private LoraInitialization() {}

  static void fill(AdaptedModel model, long seed) {
    TensorFloats values = new TensorFloats(model.adapters().parameters());
    int rank = model.adapters().config().rank();
    List<LoraTensor> tensors = model.layout().tensors();
    for (int i = 0; i < tensors.size(); i++) {
      LoraTensor tensor = tensors.get(i);
      switch (tensor.role()) {
        case DOWN -> {
          int row = model.firstRow() + i;
          RandomStream stream = new RandomStream(seed, Purpose.LORA_INITIALIZATION, 0, row);
          values.write(tensor.offset(), gaussian(stream, tensor.length(), rank));
        }
        case UP -> values.write(tensor.offset(), new float[tensor.length()]);
        case MAGNITUDE -> {
          // All at once, below.
        }
      }
    }
    model.adapters().resetMagnitudes();
  }

  private static float[] gaussian(RandomStream stream, int length, int rank) {
    float[] values = new float[length];
    stream.fillGaussian(values, 0, length);
    for (int i = 0; i < length; i++) {
      values[i] /= rank;
    }
    return values;
  }
}
