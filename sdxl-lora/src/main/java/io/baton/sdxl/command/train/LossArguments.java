package io.baton.sdxl.command.train;

import io.baton.sdxl.training.LossOptions;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What is minimized. */
final class LossArguments {

  @Option(
      names = "--snr_gamma",
      paramLabel = "GAMMA",
      description = "Weigh the loss by min-SNR with this gamma; 5.0 is usual.")
  Double snrGamma;

  LossOptions options() {
    return new LossOptions(snrGamma == null ? OptionalDouble.empty() : OptionalDouble.of(snrGamma));
  }
}
