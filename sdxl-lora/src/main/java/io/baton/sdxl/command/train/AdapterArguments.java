package io.baton.sdxl.command.train;

import io.baton.sdxl.training.AdapterOptions;
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

  AdapterOptions options() {
    return new AdapterOptions(rank, alpha == null ? rank : alpha);
  }
}
