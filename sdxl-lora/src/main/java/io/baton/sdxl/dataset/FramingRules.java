package io.baton.sdxl.dataset;

import io.baton.sdxl.image.ResampleFilter;
import java.util.Objects;

/**
 * What is seen of each image.
 *
 * @param buckets sizes that images are trained at
 * @param centred the middle of each image, else a part drawn anew each time
 * @param flipping whether instance images are mirrored half of the times
 * @param filter that images are resized with
 */
public record FramingRules(
    Buckets buckets, boolean centred, boolean flipping, ResampleFilter filter) {

  public FramingRules {
    Objects.requireNonNull(buckets, "buckets");
    Objects.requireNonNull(filter, "filter");
  }
}
