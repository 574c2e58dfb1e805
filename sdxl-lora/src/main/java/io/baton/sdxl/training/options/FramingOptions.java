package io.baton.sdxl.training.options;

import io.baton.sdxl.dataset.Buckets;
import io.baton.sdxl.dataset.FramingRules;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.image.ResampleFilter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is seen of each image.
 *
 * @param resolution side of the square that is trained on, in pixels; with buckets, the square root
 *     of their area
 * @param centerCrop the middle of each image, else a part drawn anew each time
 * @param randomFlip whether every other instance image is mirrored
 * @param filter that images are resized with
 * @param buckets sizes for other aspect ratios; squares only where empty
 */
public record FramingOptions(
    int resolution,
    boolean centerCrop,
    boolean randomFlip,
    ResampleFilter filter,
    Optional<BucketOptions> buckets) {

  /** The defaults of diffusers' script. */
  public static final FramingOptions DEFAULTS =
      new FramingOptions(1024, false, false, ResampleFilter.LANCZOS, Optional.empty());

  public FramingOptions {
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(buckets, "buckets");
    OptionRules.atLeast("--resolution", 8, resolution);
    if (buckets.isPresent()) {
      buckets.orElseThrow().of(resolution); // refuses what does not go together
    }
  }

  /** The rules that frame each image. */
  public FramingRules rules() {
    return new FramingRules(
        buckets.map(options -> options.of(resolution)).orElse(Buckets.square(resolution)),
        centerCrop,
        randomFlip,
        filter);
  }

  /**
   * Refuses sizes that a VAE cannot encode.
   *
   * @param downscale pixels along one side of a latent pixel
   * @throws io.baton.sdxl.failure.TrainingFailure {@code USAGE}
   */
  public void requireEncodable(int downscale) {
    String option = buckets.isPresent() ? "--bucket_reso_steps" : "--resolution";
    for (ImageSize size : rules().buckets().sizes()) {
      if (size.width() % downscale != 0 || size.height() % downscale != 0) {
        throw OptionRules.usage(
            "Images of %s cannot be encoded: %s must be a multiple of %d, the pixels along a latent pixel of this model's VAE."
                .formatted(size, option, downscale));
      }
    }
  }

  void addDecisive(Map<String, String> options) {
    options.put("--resolution", String.valueOf(resolution));
    options.put("--center_crop", String.valueOf(centerCrop));
    options.put("--random_flip", String.valueOf(randomFlip));
    options.put("--image_interpolation_mode", filter.optionValue());
    buckets.ifPresent(chosen -> chosen.addDecisive(options));
  }
}
