package io.baton.sdxl.command.train;

import io.baton.sdxl.training.options.LoadingOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How images and captions get to the training thread. */
final class LoadingArguments {

  @Option(
      names = "--dataloader_num_workers",
      paramLabel = "THREADS",
      description =
          "Threads that read and resize images ahead; the same bytes with any number (default:"
              + " ${DEFAULT-VALUE}, the training thread itself).")
  int workers = 0;

  @Option(
      names = "--encoder_cache_dir",
      paramLabel = "DIR",
      description =
          "Keep what the VAE and the text encoders make of images and captions in this directory,"
              + " for this run and others; the same bytes with or without (default: in memory only).")
  Path encoderCacheDir;

  LoadingOptions options() {
    return new LoadingOptions(workers, Optional.ofNullable(encoderCacheDir));
  }
}
