package io.baton.sdxl.lora;

import java.util.Objects;

/**
 * A linear layer that can be adapted.
 *
 * @param name the module's path in the model, as diffusers names it
 * @param inFeatures columns of its weight
 * @param outFeatures rows of its weight
 */
public record LinearProjection(String name, int inFeatures, int outFeatures) {

  public LinearProjection {
    Objects.requireNonNull(name, "name");
    if (inFeatures < 1 || outFeatures < 1) {
      throw new IllegalArgumentException(
          "%s cannot map %d to %d features".formatted(name, inFeatures, outFeatures));
    }
  }
}
