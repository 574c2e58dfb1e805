package io.baton.sdxl.training.options;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How images and captions get to the training thread; without effect on the LoRA's bytes.
 *
 * @param workers threads that prepare images; the training thread does where 0
 * @param encoderCacheDir directory that keeps what VAE and text encoders have made
 */
public record LoadingOptions(int workers, Optional<Path> encoderCacheDir) {

  /** No threads of their own, and nothing on disk. */
  public static final LoadingOptions DEFAULTS = new LoadingOptions(0, Optional.empty());

  public LoadingOptions {
    Objects.requireNonNull(encoderCacheDir, "encoderCacheDir");
    OptionRules.atLeast("--dataloader_num_workers", 0, workers);
  }
}
