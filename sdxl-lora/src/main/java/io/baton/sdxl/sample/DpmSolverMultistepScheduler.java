package io.baton.sdxl.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver++ (2M): second order, midpoint, first order in the first and the last step. The
 * DPMSolverMultistepScheduler of diffusers, made from the model's scheduler configuration.
 *
 * <p>With α = 1/√(σ²+1), σ' = σα, λ = ln α - ln σ', h the step in λ and r = h before / h: next =
 * σ'₁/σ'₀ x - α₁(e⁻ʰ-1)(x₀ + (x₀ - x₀ before) / 2r).
 *
 * <p>Source: Lu et al., "DPM-Solver++: fast solver for guided sampling of diffusion probabilistic
 * models", 2022, algorithm 2.
 */
public record DpmSolverMultistepScheduler(DiffusionNoise noise) implements Scheduler {

  @Override
  public SamplingSchedule schedule(int steps) {
    NoiseLevels levels = levels(steps);
    List<SamplingStep> all = new ArrayList<>();
    for (int i = 0; i < levels.steps(); i++) {
      all.add(step(levels, i));
    }
    return new SamplingSchedule(1, all);
  }

  private NoiseLevels levels(int steps) {
    int trained = noise.schedule().trainingTimesteps();
    return noise.karras()
        ? NoiseLevels.karras(noise.largestSigma(), noise.smallestSigma(), steps, noise, Math::rint)
        : NoiseLevels.of(noise.spacing().multistep(steps, trained, noise.offset()), noise);
  }

  private SamplingStep step(NoiseLevels levels, int i) {
    Level now = new Level(levels.sigmas()[i]);
    Level next = new Level(levels.sigmas()[i + 1]);
    double h = next.lambda() - now.lambda();
    double towardsDenoised = -next.alpha() * Math.expm1(-h);
    double fromDenoised = towardsDenoised;
    double fromPrevious = 0;
    if (i > 0 && i + 1 < levels.steps()) {
      double before = now.lambda() - new Level(levels.sigmas()[i - 1]).lambda();
      double half = towardsDenoised * h / (2 * before);
      fromDenoised += half;
      fromPrevious = -half;
    }
    float timestep = (float) levels.timesteps()[i];
    double kept = next.noise() / now.noise();
    return switch (noise.schedule().predictionType()) {
      case EPSILON ->
          new SamplingStep(
              timestep,
              1,
              1 / now.alpha(),
              -now.noise() / now.alpha(),
              kept,
              fromDenoised,
              fromPrevious);
      case V_PREDICTION ->
          new SamplingStep(
              timestep, 1, now.alpha(), -now.noise(), kept, fromDenoised, fromPrevious);
    };
  }

  /** A noise level where signal and noise have unit variance together. */
  private record Level(double sigma) {

    double alpha() {
      return 1 / Math.sqrt(sigma * sigma + 1);
    }

    double noise() {
      return sigma * alpha();
    }

    // Infinite where no noise is left.
    double lambda() {
      return -Math.log(sigma);
    }
  }
}
