package io.baton.sdxl.lorafile;

import java.util.Objects;

/**
 * The LoRA of one model.
 *
 * @param layout which values belong to which tensor
 * @param values as long as the layout
 */
public record LoraValues(LoraLayout layout, FlatFloats values) {

  public LoraValues {
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(values, "values");
  }
}
