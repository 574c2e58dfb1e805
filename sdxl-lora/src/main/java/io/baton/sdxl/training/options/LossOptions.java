package io.baton.sdxl.training.options;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.noise.DenoisingObjective;
import io.baton.sdxl.noise.EdmNoise;
import io.baton.sdxl.noise.NoiseSchedule;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What is minimized.
 *
 * @param snrGamma γ of min-SNR loss weights; plain loss where empty
 * @param edmStyle whether the clean sample is predicted from noise of any size, as Karras et al.
 *     propose; a model that was made so is trained so always
 * @param noiseOffset deviation of what is added to the noise of a whole channel; 0 for none
 */
public record LossOptions(OptionalDouble snrGamma, boolean edmStyle, double noiseOffset) {

  /** The defaults of diffusers' script. */
  public static final LossOptions DEFAULTS = new LossOptions(OptionalDouble.empty(), false, 0);

  private static final int EDM_LEVELS = 1000;

  public LossOptions {
    Objects.requireNonNull(snrGamma, "snrGamma");
    snrGamma.ifPresent(gamma -> OptionRules.positive("--snr_gamma", gamma));
    OptionRules.notNegative("--noise_offset", noiseOffset);
    if (edmStyle && snrGamma.isPresent()) {
      throw refused("--do_edm_style_training");
    }
  }

  /** Plain but for min-SNR's γ. */
  public static LossOptions ofSnrGamma(double gamma) {
    return new LossOptions(OptionalDouble.of(gamma), false, 0);
  }

  /**
   * How a model learns.
   *
   * @throws TrainingFailure with {@code BAD_INPUT} when its scheduler configuration asks for what
   *     is not there, with {@code USAGE} when min-SNR does not go with it
   */
  public DenoisingObjective objective(ModelDirectory model) {
    if (EdmNoise.isOf(model)) {
      if (snrGamma.isPresent()) {
        throw refused("a model whose scheduler is EDM's");
      }
      return EdmNoise.load(model).objective(EDM_LEVELS);
    }
    NoiseSchedule schedule = NoiseSchedule.load(model);
    return edmStyle ? schedule.eulerObjective() : schedule.objective(snrGamma);
  }

  private static TrainingFailure refused(String with) {
    return new TrainingFailure(
        FailureCode.USAGE,
        "--snr_gamma does not go with %s: its noise levels have weights of their own; leave one of them out."
            .formatted(with));
  }

  void addDecisive(Map<String, String> options) {
    snrGamma.ifPresent(gamma -> options.put("--snr_gamma", String.valueOf(gamma)));
    if (edmStyle) {
      options.put("--do_edm_style_training", "true");
    }
    if (noiseOffset > 0) {
      options.put("--noise_offset", String.valueOf(noiseOffset));
    }
  }
}
