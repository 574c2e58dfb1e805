package io.baton.sdxl.training;

import io.baton.sdxl.lorafile.LoraLayout;
import io.baton.sdxl.lorafile.LoraTensor;
import io.baton.sdxl.lorafile.LoraTensor.Role;
import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;

/**
 * The values that a LoRA starts from: down ~ N(0, (1/rank)²), up 0, so that it changes nothing yet.
 */
final class LoraInitialization {

  private LoraInitialization() {}

  static void fill(LoraLayout layout, TensorFloats values, int rank, long seed) {
    int index = 0;
    for (LoraTensor tensor : layout.tensors()) {
      float[] floats = new float[tensor.length()];
      if (tensor.role() == Role.DOWN) {
        new RandomStream(seed, Purpose.LORA_INITIALIZATION, 0, index)
            .fillGaussian(floats, 0, floats.length);
        for (int i = 0; i < floats.length; i++) {
          floats[i] /= rank;
        }
      }
      values.write(tensor.offset(), floats);
      index++;
    }
  }
}
