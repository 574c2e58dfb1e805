package io.baton.sdxl.command.train;

import io.baton.sdxl.training.options.LossOptions;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What is minimized. */
final class LossArguments {

  @Option(
      names = "--snr_gamma",
      paramLabel = "GAMMA",
      description = "Weigh the loss by min-SNR with this gamma; 5.0 is usual.")
  Double snrGamma;

  @Option(
      names = "--do_edm_style_training",
      description =
          "Predict the clean image from noise of any size, as EDM does; on by itself for a model"
              + " whose scheduler is EDM's.")
  boolean edmStyle;

  @Option(
      names = "--noise_offset",
      paramLabel = "DEVIATION",
      description =
          "Add a normal number of this standard deviation to the noise of each whole channel, for"
              + " darker and brighter images; 0.05 is usual (default: 0, none).")
  double noiseOffset;

  LossOptions options() {
    return new LossOptions(
        snrGamma == null ? OptionalDouble.empty() : OptionalDouble.of(snrGamma),
        edmStyle,
        noiseOffset);
  }
}
