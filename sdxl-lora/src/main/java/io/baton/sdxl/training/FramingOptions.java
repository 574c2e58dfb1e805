package io.baton.sdxl.training;

import io.baton.sdxl.image.ResampleFilter;
import java.util.Map;
import java.util.Objects;

/**
 * What is seen of each image.
 *
 * @param resolution side of the square that is trained on, in pixels
 * @param centerCrop the middle of each image, else a part drawn anew each time
 * @param randomFlip whether every other image is mirrored
 * @param filter that images are resized with
 */
public record FramingOptions(
    int resolution, boolean centerCrop, boolean randomFlip, ResampleFilter filter) {

  public FramingOptions {
    Objects.requireNonNull(filter, "filter");
    OptionRules.atLeast("--resolution", 8, resolution);
  }

  void addDecisive(Map<String, String> options) {
    options.put("--resolution", String.valueOf(resolution));
    options.put("--center_crop", String.valueOf(centerCrop));
    options.put("--random_flip", String.valueOf(randomFlip));
    options.put("--image_interpolation_mode", filter.optionValue());
  }
}
