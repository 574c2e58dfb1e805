package io.baton.sdxl.command.train;

import io.baton.sdxl.training.options.AdapterOptions;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What is trained. */
final class AdapterArguments {

  @Option(
      names = "--rank",
      paramLabel = "NUMBER",
      description = "Rank of the LoRA (default: ${DEFAULT-VALUE}).")
  int rank = 4;

  @Option(
      names = "--alpha",
      paramLabel = "NUMBER",
      description = "The LoRA counts alpha / rank times (default: the rank).")
  Double alpha;

  @Option(
      names = "--lora_dropout",
      paramLabel = "PROBABILITY",
      description =
          "Probability that the LoRA does not see an input value in training (default:"
              + " ${DEFAULT-VALUE}).")
  double dropout;

  @Option(
      names = "--use_dora",
      description = "Train the magnitude of each output feature apart from its direction (DoRA).")
  boolean dora;

  @Option(
      names = "--loraplus_lr_ratio",
      paramLabel = "RATIO",
      description =
          "Learning rate of the up matrices over that of the rest; LoRA+ suggests 16 (default: 1).")
  Double upRateRatio;

  AdapterOptions options() {
    return new AdapterOptions(
        rank,
        alpha == null ? rank : alpha,
        dropout,
        dora,
        upRateRatio == null ? OptionalDouble.empty() : OptionalDouble.of(upRateRatio));
  }
}
