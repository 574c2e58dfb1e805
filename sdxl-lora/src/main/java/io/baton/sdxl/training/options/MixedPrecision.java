package io.baton.sdxl.training.options;

import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.optimizer.LossScale;
import java.util.Locale;

/** What the model computes in; the LoRA and the optimizer are 32-bit always. */
public enum MixedPrecision {
  /** 32-bit floats. */
  NO(ComputeType.FLOAT32),
  /** The model's weights and its matrix products in 16-bit floats; the loss is scaled. */
  FP16(ComputeType.FLOAT16),
  /** The model's weights and its matrix products in bfloat16. */
  BF16(ComputeType.BFLOAT16);

  private final ComputeType computeType;

  MixedPrecision(ComputeType computeType) {
    this.computeType = computeType;
  }

  /** What the UNet and the text encoders compute in. */
  public ComputeType computeType() {
    return computeType;
  }

  /** A new loss scale for a run. */
  public LossScale lossScale() {
    return this == FP16 ? LossScale.dynamic() : LossScale.none();
  }

  /** The value on the command line. */
  public String optionValue() {
    return name().toLowerCase(Locale.ROOT);
  }
}
