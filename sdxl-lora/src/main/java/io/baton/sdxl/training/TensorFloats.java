package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.baton.sdxl.lorafile.FlatFloats;
import io.baton.sdxl.torch.GradMode;

/** A flat tensor's values, copied a part at a time. */
record TensorFloats(NDArray tensor) implements FlatFloats {

  @Override
  public float[] read(int offset, int length) {
    try (GradMode off = GradMode.disabled();
        NDArray part = tensor.get(range(offset, length))) {
      return part.toFloatArray();
    }
  }

  /** Replaces the values from {@code offset} on. */
  void write(int offset, float[] values) {
    try (GradMode off = GradMode.disabled();
        NDArray source = tensor.getManager().create(values)) {
      tensor.set(range(offset, values.length), source);
    }
  }

  private static NDIndex range(int offset, int length) {
    return new NDIndex("%d:%d".formatted(offset, offset + length));
  }
}
