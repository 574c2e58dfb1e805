package io.baton.sdxl.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * Euler's method on dx/dσ = (x - denoised) / σ: the EulerDiscreteScheduler of diffusers without
 * churn.
 *
 * <p>Source: Karras et al., "Elucidating the design space of diffusion-based generative models",
 * 2022, algorithm 1.
 */
public record EulerScheduler(DiffusionNoise noise) implements Scheduler {

  @Override
  public SamplingSchedule schedule(int steps) {
    NoiseLevels levels = levels(steps);
    List<SamplingStep> all = new ArrayList<>();
    for (int i = 0; i < levels.steps(); i++) {
      all.add(step((float) levels.timesteps()[i], levels.sigmas()[i], levels.sigmas()[i + 1]));
    }
    double largest = levels.sigmas()[0];
    return new SamplingSchedule(
        noise.spacing() == TimestepSpacing.LEADING ? Math.sqrt(largest * largest + 1) : largest,
        all);
  }

  private NoiseLevels levels(int steps) {
    int trained = noise.schedule().trainingTimesteps();
    double[] timesteps = noise.spacing().discrete(steps, trained, noise.offset());
    return noise.karras()
        ? NoiseLevels.karras(
            noise.sigma(timesteps[0]), noise.sigma(timesteps[steps - 1]), steps, noise, t -> t)
        : NoiseLevels.of(timesteps, noise);
  }

  private SamplingStep step(float timestep, double sigma, double next) {
    double variance = sigma * sigma + 1;
    return switch (noise.schedule().predictionType()) {
      case EPSILON -> step(timestep, sigma, next, 1, -sigma);
      case V_PREDICTION -> step(timestep, sigma, next, 1 / variance, -sigma / Math.sqrt(variance));
    };
  }

  private static SamplingStep step(
      float timestep, double sigma, double next, double fromSample, double fromOutput) {
    double kept = next / sigma;
    return new SamplingStep(
        timestep, 1 / Math.sqrt(sigma * sigma + 1), fromSample, fromOutput, kept, 1 - kept, 0);
  }
}
