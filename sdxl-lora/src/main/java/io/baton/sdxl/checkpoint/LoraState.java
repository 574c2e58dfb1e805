package io.baton.sdxl.checkpoint;

import io.baton.sdxl.lorafile.LoraLayout;
import java.util.Objects;

/**
 * The LoRA of one model in training.
 *
 * @param layout which values belong to which tensor
 * @param values 32-bit floats
 */
public record LoraState(LoraLayout layout, StateValues values) {

  public LoraState {
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(values, "values");
  }

  StateRow row() {
    return new StateRow(values, layout.tensors().stream().map(StateTensor::of).toList());
  }
}
