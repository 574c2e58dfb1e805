package io.baton.sdxl.training.options;

import io.baton.sdxl.dataset.Buckets;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Images are trained at sizes near their own aspect ratios.
 *
 * @param least shortest side, in pixels; a quarter of the resolution where empty
 * @param most longest side, in pixels; twice the resolution where empty
 * @param step every side is a multiple of it, in pixels
 */
public record BucketOptions(OptionalInt least, OptionalInt most, int step) {

  public BucketOptions {
    Objects.requireNonNull(least, "least");
    Objects.requireNonNull(most, "most");
    OptionRules.atLeast("--bucket_reso_steps", 1, step);
    least.ifPresent(side -> OptionRules.atLeast("--min_bucket_reso", 1, side));
  }

  /**
   * The buckets with about as many pixels as a square of {@code resolution}.
   *
   * @throws io.baton.sdxl.failure.TrainingFailure {@code USAGE} when the square is none of them
   */
  Buckets of(int resolution) {
    if (resolution % step != 0) {
      throw OptionRules.usage(
          "--resolution %d must be a multiple of --bucket_reso_steps %d."
              .formatted(resolution, step));
    }
    int shortest = least.orElse(Math.max(step, resolution / 4));
    int longest = most.orElse(2 * resolution);
    if (roundedUp(shortest) > resolution) {
      throw OptionRules.usage(
          "--min_bucket_reso %d must not be greater than --resolution %d."
              .formatted(shortest, resolution));
    }
    if (longest < resolution) {
      throw OptionRules.usage(
          "--max_bucket_reso %d must not be less than --resolution %d."
              .formatted(longest, resolution));
    }
    return Buckets.ofArea(resolution, shortest, longest, step);
  }

  void addDecisive(Map<String, String> options) {
    options.put("--enable_bucket", "true");
    least.ifPresent(side -> options.put("--min_bucket_reso", String.valueOf(side)));
    most.ifPresent(side -> options.put("--max_bucket_reso", String.valueOf(side)));
    options.put("--bucket_reso_steps", String.valueOf(step));
  }

  private int roundedUp(int side) {
    return (side + step - 1) / step * step;
  }
}
