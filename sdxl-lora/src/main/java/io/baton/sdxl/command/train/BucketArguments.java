package io.baton.sdxl.command.train;

import io.baton.sdxl.training.options.BucketOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Aspect-ratio buckets. */
final class BucketArguments {

  private static final int DEFAULT_STEP = 64;

  @Option(
      names = "--enable_bucket",
      description =
          "Train each image at a size near its own aspect ratio, with about resolution x resolution"
              + " pixels; a batch has images of one size.")
  boolean enabled;

  @Option(
      names = "--min_bucket_reso",
      paramLabel = "PIXELS",
      description = "Shortest side of such a size (default: a quarter of the resolution).")
  Integer least;

  @Option(
      names = "--max_bucket_reso",
      paramLabel = "PIXELS",
      description = "Longest side of such a size (default: twice the resolution).")
  Integer most;

  @Option(
      names = "--bucket_reso_steps",
      paramLabel = "PIXELS",
      description = "Every side is a multiple of this (default: " + DEFAULT_STEP + ").")
  Integer step;

  Optional<BucketOptions> options() {
    if (!enabled) {
      return Optional.empty();
    }
    return Optional.of(
        new BucketOptions(optional(least), optional(most), step == null ? DEFAULT_STEP : step));
  }

  /** What is given and has no effect. */
  List<String> remarks() {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--min_bucket_reso", least != null);
    given.put("--max_bucket_reso", most != null);
    given.put("--bucket_reso_steps", step != null);
    return enabled ? List.of() : Idle.remarks(given, "--enable_bucket");
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
