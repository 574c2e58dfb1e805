package io.baton.sdxl.training;

import io.baton.sdxl.image.ResampleFilter;
import io.baton.sdxl.training.options.BucketOptions;
import io.baton.sdxl.training.options.FramingOptions;
import io.baton.sdxl.training.options.PriorOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Options of a run that uses all that there is between images and the UNet. */
final class DataPath {

  private static final Path SAMPLES = Path.of("../samples/chelsea");

  private DataPath() {}

  /** Nothing is drawn of where images are cut, so that their latents are kept on disk. */
  static SmallRun centred(SmallRun run) {
    return framed(run, true);
  }

  /** Buckets, flips, class images, caption dropout; caches beside the output; workers. */
  static SmallRun everything(SmallRun run) {
    Path cache = run.options().output().outputDir().resolveSibling("cache");
    return framed(run, false).loading(2, Optional.of(cache));
  }

  private static SmallRun framed(SmallRun run, boolean centerCrop) {
    BucketOptions buckets = new BucketOptions(OptionalInt.of(32), OptionalInt.of(96), 16);
    return run.framing(
            new FramingOptions(64, centerCrop, true, ResampleFilter.BICUBIC, Optional.of(buckets)))
        .captionDropout(0.3)
        .prior(new PriorOptions(SAMPLES, "a photo of a cat", 4, 0.7));
  }
}
