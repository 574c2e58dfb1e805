package io.baton.sdxl.training;

import io.baton.sdxl.optimizer.AdamWConfig;
import java.util.Map;

/**
 * The optimizer.
 *
 * @param beta1 decay of the mean of the gradient, a step
 * @param beta2 decay of the mean of the squared gradient, a step
 * @param weightDecay share of each weight, times the learning rate, that a step takes away
 * @param epsilon added to the root of the second moment
 * @param maxGradNorm L2 norm that the gradient of all weights is cut to
 */
public record AdamWOptions(
    double beta1, double beta2, double weightDecay, double epsilon, double maxGradNorm) {

  /** The defaults of diffusers' script. */
  public static final AdamWOptions DEFAULTS = new AdamWOptions(0.9, 0.999, 1e-4, 1e-8, 1);

  public AdamWOptions {
    OptionRules.fraction("--adam_beta1", beta1);
    OptionRules.fraction("--adam_beta2", beta2);
    OptionRules.notNegative("--adam_weight_decay", weightDecay);
    OptionRules.positive("--adam_epsilon", epsilon);
    OptionRules.positive("--max_grad_norm", maxGradNorm);
  }

  AdamWConfig config() {
    return new AdamWConfig(beta1, beta2, epsilon);
  }

  void addDecisive(Map<String, String> options) {
    options.put("--adam_beta1", String.valueOf(beta1));
    options.put("--adam_beta2", String.valueOf(beta2));
    options.put("--adam_weight_decay", String.valueOf(weightDecay));
    options.put("--adam_epsilon", String.valueOf(epsilon));
    options.put("--max_grad_norm", String.valueOf(maxGradNorm));
  }
}
