package io.baton.sdxl.sample;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ComponentConfig;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.noise.NoiseSchedule;
import java.util.Arrays;

/**
 * The noise of a model that was trained on discrete timesteps, as a sampler sees it.
 *
 * @param schedule how much noise belongs to which timestep
 * @param spacing which timesteps a sampler takes
 * @param offset added to {@link TimestepSpacing#LEADING} timesteps
 * @param karras whether the noise levels between the first and the last lie at equal distances of
 *     σ^(1/7) instead (Karras et al., "Elucidating the design space of diffusion-based generative
 *     models", 2022, equation 5)
 */
public record DiffusionNoise(
    NoiseSchedule schedule, TimestepSpacing spacing, int offset, boolean karras) {

  /**
   * What the model's scheduler configuration says.
   *
   * @throws TrainingFailure with {@code BAD_INPUT} when it asks for what is not there
   */
  public static DiffusionNoise load(ModelDirectory model) {
    ComponentConfig config = model.config("scheduler", "scheduler_config.json");
    for (String unknown :
        new String[] {"use_exponential_sigmas", "use_beta_sigmas", "use_lu_lambdas"}) {
      config.support(unknown, "false");
    }
    config.support("sigma_min");
    config.support("sigma_max");
    config.support("timestep_type", "discrete");
    config.support("interpolation_type", "linear");
    config.support("final_sigmas_type", "zero");
    config.support("thresholding", "false");
    String spacing = config.text("timestep_spacing", TimestepSpacing.LINSPACE.configName());
    return new DiffusionNoise(
        NoiseSchedule.load(model),
        Arrays.stream(TimestepSpacing.values())
            .filter(known -> known.configName().equals(spacing))
            .findAny()
            .orElseThrow(() -> config.invalid("timestep_spacing", "leading, linspace or trailing")),
        config.integer("steps_offset", 0),
        config.flag("use_karras_sigmas", false));
  }

  /** σ = √((1-ᾱ) / ᾱ), between timesteps on the line from one to the next. */
  double sigma(double timestep) {
    int last = schedule.trainingTimesteps() - 1;
    double inside = Math.min(Math.max(timestep, 0), last);
    int below = (int) inside;
    int above = Math.min(below + 1, last);
    return sigma(below) + (sigma(above) - sigma(below)) * (inside - below);
  }

  private double sigma(int timestep) {
    float alpha = schedule.alphaCumulative(timestep);
    return (float) Math.sqrt((1f - alpha) / alpha);
  }

  /** The largest noise level of all timesteps. */
  double largestSigma() {
    return sigma(schedule.trainingTimesteps() - 1);
  }

  /** The smallest noise level of all timesteps. */
  double smallestSigma() {
    return sigma(0);
  }

  /**
   * The timestep of a noise level: between timesteps, on the line from one's ln σ to the next's.
   */
  double timestep(double sigma) {
    int below = 0;
    int last = schedule.trainingTimesteps() - 2;
    while (below < last && sigma(below + 1) <= sigma) {
      below++;
    }
    double low = Math.log(sigma(below));
    double high = Math.log(sigma(below + 1));
    double share = (low - Math.log(sigma)) / (low - high);
    return below + Math.min(Math.max(share, 0), 1);
  }
}
