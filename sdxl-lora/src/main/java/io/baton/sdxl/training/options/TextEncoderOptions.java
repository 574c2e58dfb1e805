package io.baton.sdxl.training.options;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether and how the text encoders are trained too.
 *
 * @param trained whether they are; the rest counts only if so
 * @param learningRate after the warm-up; that of the UNet where empty
 * @param weightDecay share of each weight, times the learning rate, that a step takes away
 */
public record TextEncoderOptions(boolean trained, OptionalDouble learningRate, double weightDecay) {

  /** The text encoders stay as they are. */
  public static final TextEncoderOptions FROZEN =
      new TextEncoderOptions(false, OptionalDouble.of(5e-6), 1e-3);

  public TextEncoderOptions {
    Objects.requireNonNull(learningRate, "learningRate");
    learningRate.ifPresent(rate -> OptionRules.positive("--text_encoder_lr", rate));
    OptionRules.notNegative("--adam_weight_decay_text_encoder", weightDecay);
  }

  /** The same, trained. */
  public TextEncoderOptions train() {
    return new TextEncoderOptions(true, learningRate, weightDecay);
  }

  /**
   * Their learning rate over that of the UNet, which is the same in all steps.
   *
   * @param unetRate the UNet's rate after the warm-up
   */
  public double rateRatio(double unetRate) {
    return learningRate.isPresent() ? learningRate.getAsDouble() / unetRate : 1;
  }

  /** What the user should know: that something was asked for which has no effect. */
  public Optional<String> remark(OptimizerChoice optimizer) {
    if (!trained && !equals(FROZEN)) {
      return Optional.of(
          "--text_encoder_lr and --adam_weight_decay_text_encoder have no effect without"
              + " --train_text_encoder");
    }
    if (trained && optimizer.oneRate() && learningRate.isPresent()) {
      return Optional.of(
          "with --optimizer %s the text encoders learn at --learning_rate; --text_encoder_lr has no effect"
              .formatted(optimizer.optionValue()));
    }
    return Optional.empty();
  }

  void addDecisive(Map<String, String> options) {
    options.put("--train_text_encoder", String.valueOf(trained));
    if (trained) {
      options.put("--text_encoder_lr", String.valueOf(learningRate.orElse(0)));
      options.put("--adam_weight_decay_text_encoder", String.valueOf(weightDecay));
    }
  }
}
