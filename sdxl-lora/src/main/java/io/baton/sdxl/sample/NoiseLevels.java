package io.baton.sdxl.sample;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.util.function.DoubleUnaryOperator;

/**
 * Falling noise levels, with diffusers' rounding to 32 bits.
 *
 * @param timesteps one a step
 * @param sigmas one a step and the final 0
 */
@SuppressWarnings("ArrayRecordComponent") // made and used in one place, never compared
record NoiseLevels(double[] timesteps, double[] sigmas) {

  private static final double RHO = 7;

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

  /**
   * Levels at equal distances of σ^(1/7).
   *
   * @param rounding of the timesteps
   */
  static NoiseLevels karras(
      double largest,
      double smallest,
      int steps,
      DiffusionNoise noise,
      DoubleUnaryOperator rounding) {
    double[] timesteps = new double[steps];
    double[] sigmas = new double[steps + 1];
    double most = Math.pow(largest, 1 / RHO);
    double least = Math.pow(smallest, 1 / RHO);
    for (int i = 0; i < steps; i++) {
      double ramp = steps == 1 ? 0 : (double) i / (steps - 1);
      double sigma = Math.pow(most + ramp * (least - most), RHO);
      timesteps[i] = rounding.applyAsDouble(noise.timestep(sigma));
      sigmas[i] = (float) sigma;
    }
    return new NoiseLevels(timesteps, sigmas);
  }

  int steps() {
    return timesteps.length;
  }
}
