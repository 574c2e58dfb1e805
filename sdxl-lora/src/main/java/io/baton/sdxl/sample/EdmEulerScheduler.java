package io.baton.sdxl.sample;

import io.baton.sdxl.noise.EdmNoise;
import io.baton.sdxl.noise.PredictionType;
import java.util.ArrayList;
import java.util.List;

/**
 * Euler's method for EDM's preconditioned UNet: the EDMEulerScheduler of diffusers without churn.
 *
 * <p>With s the deviation of the data, the UNet sees x/√(σ²+s²) at ¼ ln σ, and denoised =
 * s²/(σ²+s²) x ± σs/√(σ²+s²) out: plus for epsilon, minus for velocity.
 *
 * <p>Source: Karras et al., "Elucidating the design space of diffusion-based generative models",
 * 2022, table 1.
 */
public record EdmEulerScheduler(EdmNoise noise) implements Scheduler {

  @Override
  public SamplingSchedule schedule(int steps) {
    double[] sigmas = noise.sigmas(steps);
    List<SamplingStep> all = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      all.add(step(sigmas[i], i + 1 < steps ? sigmas[i + 1] : 0));
    }
    return new SamplingSchedule(Math.sqrt(noise.sigmaMax() * noise.sigmaMax() + 1), all);
  }

  private SamplingStep step(double sigma, double next) {
    double data = noise.sigmaData();
    double variance = sigma * sigma + data * data;
    double output = sigma * data / Math.sqrt(variance);
    double kept = next / sigma;
    return new SamplingStep(
        (float) (0.25 * Math.log(sigma)),
        1 / Math.sqrt(variance),
        data * data / variance,
        noise.predictionType() == PredictionType.EPSILON ? output : -output,
        kept,
        1 - kept,
        0);
  }
}
