package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.baton.sdxl.torch.GradMode;

/** The values {@code from} (inclusive) to {@code to} of a flat tensor. */
record FlatSlice(int from, int to) {

  FlatSlice {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("there is no slice from %d to %d".formatted(from, to));
    }
  }

  /** A view, in the tensor's manager. */
  NDArray of(NDArray tensor) {
    try (GradMode off = GradMode.disabled()) {
      return tensor.get(new NDIndex("%d:%d".formatted(from, to)));
    }
  }
}
