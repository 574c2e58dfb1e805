package io.baton.sdxl.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import io.baton.sdxl.torch.GradMode;

/** What the dropout of each layer is drawn from: two 32-bit integers a layer and micro-step. */
final class DropoutKeys {

  private final NDArray keys;
  private final int layers;

  DropoutKeys(NDManager manager, int layers) {
    this.keys = manager.zeros(new Shape(layers, 2), DataType.INT32);
    this.layers = layers;
  }

  /** The key of a layer, [2]: a view. */
  NDArray key(int layer) {
    return keys.get(layer);
  }

  /**
   * Draws the keys of a micro-step.
   *
   * @param firstRow of the stream; the layers take one row each
   */
  void draw(long seed, long microStep, int firstRow) {
    int[] values = new int[2 * layers];
    for (int i = 0; i < layers; i++) {
      long bits = new RandomStream(seed, Purpose.DROPOUT, microStep, firstRow + i).bits(0);
      values[2 * i] = (int) bits;
      values[2 * i + 1] = (int) (bits >>> 32);
    }
    try (GradMode off = GradMode.disabled();
        NDArray drawn = keys.getManager().create(values, keys.getShape())) {
      keys.set(new NDIndex(":"), drawn);
    }
  }
}
