package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;

/**
 * One kind of memory that an optimizer has of each of some tensors.
 *
 * @param name of the kind, such as {@code exp_avg}
 * @param values flat [n], 32-bit floats or bytes; the optimizer's own tensor
 * @param tensors where the memory of each tensor lies in {@code values}, under the tensor's name
 */
public record StateTensors(String name, NDArray values, List<TensorSlice> tensors) {

  public StateTensors {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(values, "values");
    tensors = List.copyOf(tensors);
  }
}
