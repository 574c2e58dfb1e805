package io.baton.sdxl.checkpoint;

import java.util.List;
import java.util.Objects;

/**
 * Tensors of an optimizer's memory that lie in one row.
 *
 * @param values the row
 * @param tensors which of the values belong to which tensor
 */
public record StateRow(StateValues values, List<StateTensor> tensors) {

  public StateRow {
    Objects.requireNonNull(values, "values");
    tensors = List.copyOf(tensors);
  }
}
