package io.baton.sdxl.training.options;

import java.util.Map;
import java.util.Objects;

/**
 * What turns gradients into steps.
 *
 * @param choice of the optimizer
 * @param weightDecay share of each of the UNet's LoRA weights, times the learning rate, that a step
 *     takes away
 * @param maxGradNorm L2 norm that the gradient of all weights is cut to
 */
public record OptimizerOptions(OptimizerChoice choice, double weightDecay, double maxGradNorm) {

  /** The defaults of diffusers' script. */
  public static final OptimizerOptions DEFAULTS =
      new OptimizerOptions(OptimizerChoice.AdamW.DEFAULTS, 1e-4, 1);

  public OptimizerOptions {
    Objects.requireNonNull(choice, "choice");
    OptionRules.notNegative("--adam_weight_decay", weightDecay);
    OptionRules.positive("--max_grad_norm", maxGradNorm);
  }

  void addDecisive(Map<String, String> options) {
    choice.addDecisive(options);
    options.put("--adam_weight_decay", String.valueOf(weightDecay));
    options.put("--max_grad_norm", String.valueOf(maxGradNorm));
  }
}
