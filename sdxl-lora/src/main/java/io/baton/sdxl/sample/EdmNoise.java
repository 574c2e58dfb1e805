package io.baton.sdxl.sample;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ComponentConfig;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.noise.PredictionType;
import java.util.Arrays;

/**
 * The noise of a model that was trained as Karras et al. (2022) propose, as a sampler sees it.
 *
 * @param sigmaMin the smallest noise level
 * @param sigmaMax the largest
 * @param sigmaData standard deviation of the latents
 * @param levels how the noise levels lie between the two
 * @param rho how much more densely the small levels of {@link Levels#KARRAS} lie
 * @param predictionType decides the sign of the UNet's share
 */
public record EdmNoise(
    double sigmaMin,
    double sigmaMax,
    double sigmaData,
    Levels levels,
    double rho,
    PredictionType predictionType) {

  /** How noise levels lie. */
  public enum Levels {
    /** At equal distances of σ^(1/ρ). */
    KARRAS,
    /** At equal distances of ln σ. */
    EXPONENTIAL
  }

  public EdmNoise {
    if (!(sigmaMin > 0 && sigmaMin < sigmaMax && sigmaMax < 1e6 && sigmaData > 0 && rho > 0)) {
      throw new IllegalArgumentException("these numbers make no noise levels");
    }
  }

  /** Whether the model's scheduler configuration is of this kind. */
  public static boolean isOf(ModelDirectory model) {
    return config(model).text("_class_name", "").contains("EDM");
  }

  /**
   * What the model's scheduler configuration says.
   *
   * @throws TrainingFailure with {@code BAD_INPUT} when it asks for what is not there
   */
  public static EdmNoise load(ModelDirectory model) {
    ComponentConfig config = config(model);
    config.support("final_sigmas_type", "zero");
    config.support("sigma_schedule", "karras", "exponential");
    double sigmaMin = config.number("sigma_min", 0.002);
    double sigmaMax = config.number("sigma_max", 80);
    if (!(sigmaMin > 0)) {
      throw config.invalid("sigma_min", "a positive number");
    }
    if (!(sigmaMax > sigmaMin && sigmaMax < 1e6)) {
      throw config.invalid("sigma_max", "a number above sigma_min");
    }
    return new EdmNoise(
        sigmaMin,
        sigmaMax,
        positive(config, "sigma_data", 0.5),
        config.text("sigma_schedule", "karras").equals("karras")
            ? Levels.KARRAS
            : Levels.EXPONENTIAL,
        positive(config, "rho", 7),
        predictionType(config));
  }

  private static ComponentConfig config(ModelDirectory model) {
    return model.config("scheduler", "scheduler_config.json");
  }

  private static double positive(ComponentConfig config, String field, double whenAbsent) {
    double value = config.number(field, whenAbsent);
    if (!(value > 0)) {
      throw config.invalid(field, "a positive number");
    }
    return value;
  }

  private static PredictionType predictionType(ComponentConfig config) {
    String name = config.text("prediction_type", PredictionType.EPSILON.configName());
    return Arrays.stream(PredictionType.values())
        .filter(type -> type.configName().equals(name))
        .findAny()
        .orElseThrow(() -> config.invalid("prediction_type", "epsilon or v_prediction"));
  }

  /** {@code count} falling noise levels from the largest to the smallest. */
  double[] sigmas(int count) {
    double[] sigmas = new double[count];
    for (int i = 0; i < count; i++) {
      double ramp = count == 1 ? 0 : (double) i / (count - 1);
      sigmas[i] = (float) sigma(ramp);
    }
    return sigmas;
  }

  private double sigma(double ramp) {
    return switch (levels) {
      case KARRAS -> {
        double most = Math.pow(sigmaMax, 1 / rho);
        double least = Math.pow(sigmaMin, 1 / rho);
        yield Math.pow(most + ramp * (least - most), rho);
      }
      case EXPONENTIAL -> sigmaMax * Math.pow(sigmaMin / sigmaMax, ramp);
    };
  }
}
