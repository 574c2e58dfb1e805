package io.baton.sdxl.noise;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ComponentConfig;
import io.baton.sdxl.model.ModelDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The noise of a model that was trained as Karras et al. propose ("Elucidating the design space of
 * diffusion-based generative models", NeurIPS 2022).
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

  /** Whether the model's scheduler is of this kind. */
  public static boolean isOf(ModelDirectory model) {
    return config(model).text("_class_name", "").contains("EDM")
        || schedulerOf(model.index()).stream().anyMatch(text -> text.contains("EDM"));
  }

  private static List<String> schedulerOf(ComponentConfig index) {
    return index.has("scheduler") ? index.texts("scheduler") : List.of();
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

  /**
   * How such a model is trained, in diffusers' numbers: the level i of {@code count} has the noise
   * i/count of the way from the largest to the smallest. The prediction and the target are the
   * clean sample.
   *
   * @param count of the noise levels
   */
  public DenoisingObjective objective(int count) {
    List<NoiseLevel> levels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double sigma = (float) sigma((double) i / count);
      double variance = sigma * sigma + sigmaData * sigmaData;
      double output = sigma * sigmaData / Math.sqrt(variance);
      levels.add(
          new NoiseLevel(
              (float) (0.25 * Math.log(sigma)),
              1,
              (float) sigma,
              (float) (1 / Math.sqrt(variance)),
              (float) (sigmaData * sigmaData / variance),
              (float) (predictionType == PredictionType.EPSILON ? output : -output),
              1,
              0,
              1,
              1));
    }
    return new DenoisingObjective(levels);
  }

  /** {@code count} falling noise levels from the largest to the smallest. */
  public double[] sigmas(int count) {
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
