package io.baton.sdxl.sample;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;

/**
 * Falling noise levels, with diffusers' rounding to 32 bits.
 *
 * @param timesteps one a step
 * @param sigmas one a step and the final 0
 */
@SuppressWarnings("ArrayRecordComponent") // made and used in one place, never compared
record NoiseLevels(double[] timesteps, double[] sigmas) {

  NoiseLevels {
    for (int i = 0; i + 1 < sigmas.length; i++) {
      if (!(sigmas[i] > sigmas[i + 1])) {
        throw new TrainingFailure(
            FailureCode.USAGE,
            "%d inference steps are too many for this model's scheduler; take fewer."
                .formatted(timesteps.length));
      }
    }
  }

  static NoiseLevels of(double[] timesteps, DiffusionNoise noise) {
    double[] sigmas = new double[timesteps.length + 1];
    for (int i = 0; i < timesteps.length; i++) {
      sigmas[i] = (float) noise.sigma(timesteps[i]);
    }
    return new NoiseLevels(timesteps, sigmas);
  }

  int steps() {
    return timesteps.length;
  }
}
