package io.baton.sdxl.training.options;

import io.baton.sdxl.torch.DeviceChoice;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * How it is computed.
 *
 * @param mixedPrecision of the base model
 * @param gradientCheckpointing whether activations are computed again in the backward pass to save
 *     memory; same bytes
 * @param device to train on; a resumed run gives the same bytes only on the same kind of device
 * @param allowTf32 whether a GPU's 32-bit matrix products may use 10 bits of fraction
 * @param seed of all random numbers; drawn and kept in the checkpoints where empty
 */
public record ComputeOptions(
    MixedPrecision mixedPrecision,
    boolean gradientCheckpointing,
    DeviceChoice device,
    boolean allowTf32,
    OptionalLong seed) {

  /** 32-bit, on a GPU where there is one. */
  public static final ComputeOptions DEFAULTS =
      new ComputeOptions(
          MixedPrecision.NO, false, DeviceChoice.AUTOMATIC, false, OptionalLong.empty());

  public ComputeOptions {
    Objects.requireNonNull(mixedPrecision, "mixedPrecision");
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(seed, "seed");
  }

  void addDecisive(Map<String, String> options) {
    options.put("--mixed_precision", mixedPrecision.optionValue());
    if (allowTf32) {
      options.put("--allow_tf32", "true");
    }
  }
}
