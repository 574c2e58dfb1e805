package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/** Parts of a flat tensor, which share its memory. */
final class FlatView {

  private FlatView() {}

  /**
   * The values from {@code offset} on, as many as {@code shape} has.
   *
   * @param owner of the view
   */
  static NDArray of(NDManager owner, NDArray flat, int offset, Shape shape) {
    try (NDArray slice = flat.get(new NDIndex("%d:%d".formatted(offset, offset + shape.size())))) {
      NDArray view = slice.reshape(shape);
      view.attach(owner);
      return view;
    }
  }
}
