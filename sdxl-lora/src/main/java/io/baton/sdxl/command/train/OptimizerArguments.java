package io.baton.sdxl.command.train;

import io.baton.sdxl.training.AdamWOptions;
import picocli.CommandLine.Option;

/** What turns gradients into steps. */
final class OptimizerArguments {

  @Option(
      names = "--adam_beta1",
      paramLabel = "FRACTION",
      description = "Decay of the first moment, a step (default: ${DEFAULT-VALUE}).")
  double beta1 = 0.9;

  @Option(
      names = "--adam_beta2",
      paramLabel = "FRACTION",
      description = "Decay of the second moment, a step (default: ${DEFAULT-VALUE}).")
  double beta2 = 0.999;

  @Option(
      names = "--adam_weight_decay",
      paramLabel = "FRACTION",
      description = "Weight decay, times the learning rate, a step (default: 1e-4).")
  double weightDecay = 1e-4;

  @Option(
      names = "--adam_epsilon",
      paramLabel = "NUMBER",
      description = "Added to the root of the second moment (default: 1e-8).")
  double epsilon = 1e-8;

  @Option(
      names = "--max_grad_norm",
      paramLabel = "NORM",
      description = "L2 norm that the gradient is cut to (default: ${DEFAULT-VALUE}).")
  double maxGradNorm = 1;

  AdamWOptions options() {
    return new AdamWOptions(beta1, beta2, weightDecay, epsilon, maxGradNorm);
  }
}
