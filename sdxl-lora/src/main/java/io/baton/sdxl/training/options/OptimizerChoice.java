package io.baton.sdxl.training.options;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.optimizer.AdafactorConfig;
import io.baton.sdxl.optimizer.AdamW8Bit;
import io.baton.sdxl.optimizer.AdamWConfig;
import io.baton.sdxl.optimizer.Optimizer;
import io.baton.sdxl.optimizer.ParameterGroup;
import io.baton.sdxl.optimizer.ProdigyConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Which optimizer, with its constants. */
public sealed interface OptimizerChoice {

  /** The value of {@code --optimizer}. */
  String optionValue();

  /**
   * @param manager a manager on the parameters' device
   */
  Optimizer create(NDManager manager, List<ParameterGroup> groups);

  /** Whether all groups must learn at one rate. */
  default boolean oneRate() {
    return false;
  }

  /** What a person should know about a learning rate. */
  default Optional<String> remarkOn(double learningRate) {
    return Optional.empty();
  }

  void addDecisive(Map<String, String> options);

  /**
   * AdamW.
   *
   * @param beta1 decay of the mean of the gradient, a step
   * @param beta2 decay of the mean of the squared gradient, a step
   * @param epsilon added to the root of the second moment
   * @param eightBit whether the moments are bytes
   */
  record AdamW(double beta1, double beta2, double epsilon, boolean eightBit)
      implements OptimizerChoice {

    /** The defaults of diffusers' script. */
    public static final AdamW DEFAULTS = new AdamW(0.9, 0.999, 1e-8, false);

    public AdamW {
      requireAdam(beta1, beta2, epsilon);
    }

    @Override
    public String optionValue() {
      return "adamw";
    }

    @Override
    public Optimizer create(NDManager manager, List<ParameterGroup> groups) {
      AdamWConfig config = new AdamWConfig(beta1, beta2, epsilon);
      return eightBit
          ? new AdamW8Bit(manager, config, groups)
          : new io.baton.sdxl.optimizer.AdamW(manager, config, groups);
    }

    @Override
    public void addDecisive(Map<String, String> options) {
      options.put(NAME, optionValue());
      options.put(EIGHT_BIT, String.valueOf(eightBit));
      addAdam(options, beta1, beta2, epsilon);
    }
  }

  /**
   * Prodigy.
   *
   * @param beta1 decay of the mean of the gradient, a step
   * @param beta2 decay of the mean of the squared gradient, a step
   * @param beta3 decay of what the step size is estimated from; the root of {@code beta2} where
   *     empty
   * @param epsilon added to the root of the second moment
   * @param decouple whether weight decay is AdamW's; else it is added to the gradient
   * @param biasCorrection whether the moments' start at 0 is corrected for
   * @param safeguardWarmup whether a warm-up is kept from inflating the step size
   */
  record Prodigy(
      double beta1,
      double beta2,
      OptionalDouble beta3,
      double epsilon,
      boolean decouple,
      boolean biasCorrection,
      boolean safeguardWarmup)
      implements OptimizerChoice {

    /** The defaults of diffusers' script. */
    public static final Prodigy DEFAULTS =
        new Prodigy(0.9, 0.999, OptionalDouble.empty(), 1e-8, true, true, true);

    private static final double SMALL_RATE = 0.1;

    public Prodigy {
      requireAdam(beta1, beta2, epsilon);
      beta3.ifPresent(value -> OptionRules.fraction("--prodigy_beta3", value));
    }

    @Override
    public String optionValue() {
      return "prodigy";
    }

    @Override
    public Optimizer create(NDManager manager, List<ParameterGroup> groups) {
      return new io.baton.sdxl.optimizer.Prodigy(
          manager,
          new ProdigyConfig(
              beta1,
              beta2,
              effectiveBeta3(),
              epsilon,
              decouple,
              biasCorrection,
              safeguardWarmup,
              ProdigyConfig.DEFAULT_INITIAL_STEP_SIZE),
          groups);
    }

    private double effectiveBeta3() {
      return beta3.orElse(StrictMath.sqrt(beta2));
    }

    @Override
    public boolean oneRate() {
      return true;
    }

    @Override
    public Optional<String> remarkOn(double learningRate) {
      return learningRate <= SMALL_RATE
          ? Optional.of(
              "Prodigy finds the step size itself and multiplies it by the learning rate, so --learning_rate %s is very low: 1.0 is usual"
                  .formatted(learningRate))
          : Optional.empty();
    }

    @Override
    public void addDecisive(Map<String, String> options) {
      options.put(NAME, optionValue());
      addAdam(options, beta1, beta2, epsilon);
      options.put("--prodigy_beta3", String.valueOf(effectiveBeta3()));
      options.put("--prodigy_decouple", String.valueOf(decouple));
      options.put("--prodigy_use_bias_correction", String.valueOf(biasCorrection));
      options.put("--prodigy_safeguard_warmup", String.valueOf(safeguardWarmup));
    }
  }

  /** Adafactor with a learning rate from outside, without first moment. */
  record Adafactor() implements OptimizerChoice {

    @Override
    public String optionValue() {
      return "adafactor";
    }

    @Override
    public Optimizer create(NDManager manager, List<ParameterGroup> groups) {
      return new io.baton.sdxl.optimizer.Adafactor(manager, AdafactorConfig.DEFAULTS, groups);
    }

    @Override
    public void addDecisive(Map<String, String> options) {
      options.put(NAME, optionValue());
    }
  }

  /** The option that names the choice. */
  String NAME = "--optimizer";

  /** The option that makes AdamW's moments bytes. */
  String EIGHT_BIT = "--use_8bit_adam";

  private static void requireAdam(double beta1, double beta2, double epsilon) {
    OptionRules.fraction("--adam_beta1", beta1);
    OptionRules.fraction("--adam_beta2", beta2);
    OptionRules.positive("--adam_epsilon", epsilon);
  }

  private static void addAdam(
      Map<String, String> options, double beta1, double beta2, double epsilon) {
    options.put("--adam_beta1", String.valueOf(beta1));
    options.put("--adam_beta2", String.valueOf(beta2));
    options.put("--adam_epsilon", String.valueOf(epsilon));
  }
}
