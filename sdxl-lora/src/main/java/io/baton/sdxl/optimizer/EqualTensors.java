package io.baton.sdxl.optimizer;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Tensors of one shape that lie one behind the other in a flat row, so that one operation can serve
 * them all.
 *
 * @param tensors in the order in which they lie; one or more
 */
record EqualTensors(List<TensorSlice> tensors) {

  EqualTensors {
    tensors = List.copyOf(tensors);
  }

  /** Puts as many together as adjoin. */
  static List<EqualTensors> of(List<TensorSlice> tensors) {
    List<EqualTensors> found = new ArrayList<>();
    List<TensorSlice> run = new ArrayList<>();
    for (TensorSlice tensor :
        tensors.stream().sorted(Comparator.comparingInt(TensorSlice::offset)).toList()) {
      if (!run.isEmpty() && !follows(run.get(run.size() - 1), tensor)) {
        found.add(new EqualTensors(run));
        run.clear();
      }
      run.add(tensor);
    }
    if (!run.isEmpty()) {
      found.add(new EqualTensors(run));
    }
    return found;
  }

  private static boolean follows(TensorSlice before, TensorSlice tensor) {
    return before.shape().equals(tensor.shape())
        && before.offset() + before.length() == tensor.offset();
  }

  int offset() {
    return tensors.get(0).offset();
  }

  boolean areMatrices() {
    return tensors.get(0).shape().size() == 2;
  }

  /** {@code [number, …shape of one]}. */
  Shape stacked() {
    long[] dimensions = new long[tensors.get(0).shape().size() + 1];
    dimensions[0] = tensors.size();
    for (int i = 1; i < dimensions.length; i++) {
      dimensions[i] = tensors.get(0).shape().get(i - 1);
    }
    return new Shape(dimensions);
  }

  /** A row of {@code length} values for each of them. */
  List<TensorSlice> rowsOf(long length) {
    List<TensorSlice> slices = new ArrayList<>();
    for (TensorSlice tensor : tensors) {
      slices.add(
          new TensorSlice(tensor.name(), Math.toIntExact(slices.size() * length), List.of(length)));
    }
    return slices;
  }
}
