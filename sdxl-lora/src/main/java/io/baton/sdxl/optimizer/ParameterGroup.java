package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;

/**
 * Parameters that share a learning rate and a weight decay.
 *
 * @param name of the group, unique in its optimizer
 * @param parameters flat [n], 32-bit, updated in place
 * @param tensors what the values are; together all of {@code parameters}
 * @param weightDecay share of each value, times the learning rate, that a step takes away
 */
public record ParameterGroup(
    String name, NDArray parameters, List<TensorSlice> tensors, double weightDecay) {

  public ParameterGroup {
    Objects.requireNonNull(name, "name");
    tensors = List.copyOf(tensors);
    int length = tensors.stream().mapToInt(TensorSlice::length).sum();
    if (length != parameters.size()) {
      throw new IllegalArgumentException(
          "group %s has %d values and its tensors %d".formatted(name, parameters.size(), length));
    }
  }
}
