package io.baton.sdxl.optimizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Adjoining tensors whose moments one operation can quantise: all but the last fill whole blocks,
 * so that the blocks of the run are those of its tensors.
 *
 * @param quantised whether moments are bytes; else they are 32-bit
 * @param tensors in the order in which they lie; one or more
 */
record ParameterRun(boolean quantised, List<TensorSlice> tensors) {

  /** Values that share a scale. */
  static final int BLOCK = 256;

  /** Tensors with fewer values keep 32-bit moments, as in bitsandbytes. */
  static final int SMALLEST_QUANTISED = 4096;

  ParameterRun {
    tensors = List.copyOf(tensors);
  }

  static List<ParameterRun> of(List<TensorSlice> tensors) {
    List<ParameterRun> runs = new ArrayList<>();
    List<TensorSlice> run = new ArrayList<>();
    for (TensorSlice tensor :
        tensors.stream().sorted(Comparator.comparingInt(TensorSlice::offset)).toList()) {
      if (!run.isEmpty() && !follows(run.get(run.size() - 1), tensor)) {
        runs.add(new ParameterRun(isQuantised(run.get(0)), run));
        run.clear();
      }
      run.add(tensor);
    }
    if (!run.isEmpty()) {
      runs.add(new ParameterRun(isQuantised(run.get(0)), run));
    }
    return runs;
  }

  private static boolean follows(TensorSlice before, TensorSlice tensor) {
    return isQuantised(before) == isQuantised(tensor)
        && before.offset() + before.length() == tensor.offset()
        && (!isQuantised(before) || before.length() % BLOCK == 0);
  }

  private static boolean isQuantised(TensorSlice tensor) {
    return tensor.length() >= SMALLEST_QUANTISED;
  }

  static int blocks(int length) {
    return (length + BLOCK - 1) / BLOCK;
  }

  int offset() {
    return tensors.get(0).offset();
  }

  /** Number of values. */
  int length() {
    return tensors.stream().mapToInt(TensorSlice::length).sum();
  }

  /** The tensors as offsets into a row of this run's values alone. */
  List<TensorSlice> slices() {
    return tensors.stream()
        .map(t -> new TensorSlice(t.name(), t.offset() - offset(), t.shape()))
        .toList();
  }

  /** The tensors' blocks as offsets into a row of this run's blocks alone. */
  List<TensorSlice> blockSlices() {
    return tensors.stream()
        .map(
            t ->
                new TensorSlice(
                    t.name(), (t.offset() - offset()) / BLOCK, List.of((long) blocks(t.length()))))
        .toList();
  }
}
