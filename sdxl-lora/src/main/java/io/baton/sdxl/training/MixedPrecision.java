package io.baton.sdxl.training;

import java.util.Locale;

/** What the model computes in; the LoRA and the optimizer are 32-bit always. */
public enum MixedPrecision {
  /** 32-bit floats. */
  NO,
  /** The model's weights and its matrix products in bfloat16. */
  BF16;

  /** The value on the command line. */
  public String optionValue() {
    return name().toLowerCase(Locale.ROOT);
  }
}
