package io.baton.sdxl.command.train;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.training.options.OptimizerChoice;
import io.baton.sdxl.training.options.OptimizerOptions;
import java.util.Locale;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What turns gradients into steps. */
final class OptimizerArguments {

  private static final String ADAMW = "adamw";
  private static final String PRODIGY = "prodigy";
  private static final String ADAFACTOR = "adafactor";

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "adamw, prodigy or adafactor (default: adamw).")
  String optimizer = ADAMW;

  @Option(
      names = "--use_8bit_adam",
      description = "Keep AdamW's moments in bytes, in blocks of 256 values, as bitsandbytes does.")
  boolean eightBit;

  @Option(
      names = "--adam_beta1",
      paramLabel = "FRACTION",
      description = "Decay of the first moment, a step; adamw and prodigy (default: 0.9).")
  Double beta1;

  @Option(
      names = "--adam_beta2",
      paramLabel = "FRACTION",
      description = "Decay of the second moment, a step; adamw and prodigy (default: 0.999).")
  Double beta2;

  @Option(
      names = "--adam_epsilon",
      paramLabel = "NUMBER",
      description = "Added to the root of the second moment; adamw and prodigy (default: 1e-8).")
  Double epsilon;

  @Option(
      names = "--adam_weight_decay",
      paramLabel = "FRACTION",
      description =
          "Weight decay, times the learning rate, a step; every optimizer (default: 1e-4).")
  double weightDecay = 1e-4;

  @Option(
      names = "--prodigy_beta3",
      paramLabel = "FRACTION",
      description =
          "Decay of what prodigy estimates its step size from, a step (default: the root of"
              + " --adam_beta2).")
  Double beta3;

  @Option(
      names = "--prodigy_decouple",
      paramLabel = "true|false",
      arity = "1",
      description = "Decay weights as AdamW does, not through the gradient (default: true).")
  Boolean decouple;

  @Option(
      names = "--prodigy_use_bias_correction",
      paramLabel = "true|false",
      arity = "1",
      description = "Correct prodigy's moments for their start at 0 (default: true).")
  Boolean biasCorrection;

  @Option(
      names = "--prodigy_safeguard_warmup",
      paramLabel = "true|false",
      arity = "1",
      description = "Keep a warm-up from inflating prodigy's step size (default: true).")
  Boolean safeguardWarmup;

  @Option(
      names = "--max_grad_norm",
      paramLabel = "NORM",
      description = "L2 norm that the gradient is cut to (default: ${DEFAULT-VALUE}).")
  double maxGradNorm = 1;

  OptimizerOptions options() {
    return new OptimizerOptions(choice(), weightDecay, maxGradNorm);
  }

  private OptimizerChoice choice() {
    return switch (optimizer.toLowerCase(Locale.ROOT)) {
      case ADAMW -> adamW();
      case PRODIGY -> prodigy();
      case ADAFACTOR -> adafactor();
      default ->
          throw usage(
              "--optimizer %s is not known: use adamw, prodigy or adafactor.".formatted(optimizer));
    };
  }

  private OptimizerChoice adamW() {
    refuseProdigys();
    OptimizerChoice.AdamW defaults = OptimizerChoice.AdamW.DEFAULTS;
    return new OptimizerChoice.AdamW(
        or(beta1, defaults.beta1()),
        or(beta2, defaults.beta2()),
        or(epsilon, defaults.epsilon()),
        eightBit);
  }

  private OptimizerChoice prodigy() {
    refuse(eightBit, "--use_8bit_adam", ADAMW);
    OptimizerChoice.Prodigy defaults = OptimizerChoice.Prodigy.DEFAULTS;
    return new OptimizerChoice.Prodigy(
        or(beta1, defaults.beta1()),
        or(beta2, defaults.beta2()),
        beta3 == null ? defaults.beta3() : OptionalDouble.of(beta3),
        or(epsilon, defaults.epsilon()),
        or(decouple, defaults.decouple()),
        or(biasCorrection, defaults.biasCorrection()),
        or(safeguardWarmup, defaults.safeguardWarmup()));
  }

  private OptimizerChoice adafactor() {
    refuse(eightBit, "--use_8bit_adam", ADAMW);
    refuse(beta1 != null, "--adam_beta1", ADAMW + " or " + PRODIGY);
    refuse(beta2 != null, "--adam_beta2", ADAMW + " or " + PRODIGY);
    refuse(epsilon != null, "--adam_epsilon", ADAMW + " or " + PRODIGY);
    refuseProdigys();
    return new OptimizerChoice.Adafactor();
  }

  private void refuseProdigys() {
    refuse(beta3 != null, "--prodigy_beta3", PRODIGY);
    refuse(decouple != null, "--prodigy_decouple", PRODIGY);
    refuse(biasCorrection != null, "--prodigy_use_bias_correction", PRODIGY);
    refuse(safeguardWarmup != null, "--prodigy_safeguard_warmup", PRODIGY);
  }

  private void refuse(boolean given, String option, String instead) {
    if (given) {
      throw usage(
          "%s has no effect with --optimizer %s: leave it out, or use --optimizer %s."
              .formatted(option, optimizer, instead));
    }
  }

  private static double or(Double given, double usual) {
    return given == null ? usual : given;
  }

  private static boolean or(Boolean given, boolean usual) {
    return given == null ? usual : given;
  }

  private static TrainingFailure usage(String message) {
    return new TrainingFailure(FailureCode.USAGE, message);
  }
}
