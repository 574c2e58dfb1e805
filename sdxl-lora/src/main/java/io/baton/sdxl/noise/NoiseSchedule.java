package io.baton.sdxl.noise;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ComponentConfig;
import io.baton.sdxl.model.ModelDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The noise schedule of training, with diffusers' DDPMScheduler's numbers to the last bit.
 *
 * <p>ᾱ(t) is the share of the sample's variance that is left at timestep t.
 */
public final class NoiseSchedule {

  private static final String COMPONENT = "scheduler";
  private static final String FILE = "scheduler_config.json";

  private final float[] betas;
  private final float[] alphasCumulative;
  private final PredictionType predictionType;

  private NoiseSchedule(float[] betas, PredictionType predictionType) {
    this.betas = betas;
    this.alphasCumulative = cumulative(betas);
    this.predictionType = predictionType;
  }

  /**
   * The schedule that a model's scheduler configuration describes.
   *
   * @throws TrainingFailure with {@code BAD_INPUT} when it asks for another kind of schedule
   */
  public static NoiseSchedule load(ModelDirectory directory) {
    ComponentConfig config = directory.config(COMPONENT, FILE);
    String scheduler = config.text("_class_name", "");
    if (scheduler.contains("EDM")) {
      throw config.invalid("_class_name", "another than EDM's, which this trainer does not know");
    }
    config.support("beta_schedule", "scaled_linear");
    config.support("trained_betas");
    config.support("rescale_betas_zero_snr", "false");
    return scaledLinear(
        config.number("beta_start", 0.00085),
        config.number("beta_end", 0.012),
        config.size("num_train_timesteps", 1000),
        predictionType(config));
  }

  private static PredictionType predictionType(ComponentConfig config) {
    String name = config.text("prediction_type", PredictionType.EPSILON.configName());
    return Arrays.stream(PredictionType.values())
        .filter(type -> type.configName().equals(name))
        .findAny()
        .orElseThrow(() -> config.invalid("prediction_type", "epsilon or v_prediction"));
  }

  /** β from start to end, its square root rising linearly. */
  public static NoiseSchedule scaledLinear(
      double betaStart, double betaEnd, int timesteps, PredictionType predictionType) {
    if (!(betaStart > 0 && betaStart <= betaEnd && betaEnd < 1) || timesteps < 2) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT,
          "The scheduler's betas %s to %s in %d steps make no noise schedule."
              .formatted(betaStart, betaEnd, timesteps));
    }
    float[] betas = linearlySpaced(Math.sqrt(betaStart), Math.sqrt(betaEnd), timesteps);
    for (int t = 0; t < timesteps; t++) {
      betas[t] *= betas[t];
    }
    return new NoiseSchedule(betas, predictionType);
  }

  // torch.linspace in 32 bits: the step is rounded, and each half counts from its own end.
  private static float[] linearlySpaced(double from, double to, int count) {
    float start = (float) from;
    float end = (float) to;
    float step = (end - start) / (count - 1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          i < count / 2
              ? (float) ((double) start + (double) step * i)
              : (float) ((double) end - (double) step * (count - 1 - i));
    }
    return values;
  }

  // torch.cumprod on a CPU keeps the product in 64 bits.
  private static float[] cumulative(float[] betas) {
    float[] alphas = new float[betas.length];
    double product = 1;
    for (int t = 0; t < betas.length; t++) {
      product *= 1f - betas[t];
      alphas[t] = (float) product;
    }
    return alphas;
  }

  /** The same schedule for a model that predicts something else than its configuration says. */
  public NoiseSchedule withPredictionType(PredictionType type) {
    return new NoiseSchedule(betas, type);
  }

  /** Timesteps are 0 to this, exclusive. */
  public int trainingTimesteps() {
    return betas.length;
  }

  public PredictionType predictionType() {
    return predictionType;
  }

  /** β(t). */
  public float beta(int timestep) {
    return betas[timestep];
  }

  /** ᾱ(t). */
  public float alphaCumulative(int timestep) {
    return alphasCumulative[timestep];
  }

  /** Signal-to-noise ratio ᾱ / (1-ᾱ). */
  public double signalToNoise(int timestep) {
    double alpha = alphaCumulative(timestep);
    return alpha / (1 - alpha);
  }

  /**
   * Weight of a timestep's squared error: min(snr, γ) / snr, and 1 more where velocity is
   * predicted.
   *
   * <p>Source: Hang et al., "Efficient diffusion training via min-SNR weighting strategy", 2023.
   */
  public double minimumSnrWeight(int timestep, double gamma) {
    double snr = signalToNoise(timestep);
    double weight = Math.min(snr, gamma) / snr;
    return switch (predictionType) {
      case EPSILON -> weight;
      case V_PREDICTION -> weight + 1;
    };
  }

  /**
   * The usual training (Ho, Jain, Abbeel, "Denoising diffusion probabilistic models", NeurIPS
   * 2020): the noisy sample is √ᾱ · sample + √(1-ᾱ) · noise; the target the noise, or the velocity
   * √ᾱ · noise - √(1-ᾱ) · sample.
   *
   * @param snrGamma γ of min-SNR; all levels weigh the same where empty
   */
  public DenoisingObjective objective(OptionalDouble snrGamma) {
    List<NoiseLevel> levels = new ArrayList<>();
    for (int t = 0; t < trainingTimesteps(); t++) {
      float signal = (float) Math.sqrt(alphasCumulative[t]);
      float noise = (float) Math.sqrt(1f - alphasCumulative[t]);
      boolean velocity = predictionType == PredictionType.V_PREDICTION;
      levels.add(
          new NoiseLevel(
              t,
              signal,
              noise,
              1,
              0,
              1,
              velocity ? -noise : 0,
              velocity ? signal : 1,
              snrGamma.isPresent() ? minimumSnrWeight(t, snrGamma.getAsDouble()) : 1,
              1));
    }
    return new DenoisingObjective(levels);
  }

  /**
   * EDM-style training of a model with such a schedule, in diffusers' numbers: with σ = √((1-ᾱ)/ᾱ)
   * the noisy sample is sample + σ · noise, of which the UNet sees 1/√(σ²+1); prediction and target
   * are the clean sample, and errors weigh σ⁻².
   */
  public DenoisingObjective eulerObjective() {
    List<NoiseLevel> levels = new ArrayList<>();
    for (int t = 0; t < trainingTimesteps(); t++) {
      double sigma = (float) Math.sqrt((1f - alphasCumulative[t]) / alphasCumulative[t]);
      double scale = Math.sqrt(sigma * sigma + 1);
      boolean velocity = predictionType == PredictionType.V_PREDICTION;
      double weight = 1 / (sigma * sigma);
      levels.add(
          new NoiseLevel(
              t,
              1,
              (float) sigma,
              (float) (1 / scale),
              velocity ? (float) (1 / (sigma * sigma + 1)) : 1,
              (float) (velocity ? -sigma / scale : -sigma),
              1,
              0,
              weight,
              weight));
    }
    return new DenoisingObjective(levels);
  }
}
