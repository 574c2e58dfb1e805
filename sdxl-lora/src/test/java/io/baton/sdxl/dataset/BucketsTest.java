package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.image.ImageSize;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BucketsTest {

  private static final Buckets SDXL = Buckets.ofArea(1024, 256, 2048, 64);

  @Test
  void sdxl_has_the_sizes_that_it_was_made_with() {
    // Some of the multi-aspect sizes in the appendix of Podell et al., "SDXL", 2023.
    assertThat(SDXL.sizes())
        .contains(
            ImageSize.square(1024),
            new ImageSize(1536, 640),
            new ImageSize(640, 1536),
            new ImageSize(1216, 832),
            new ImageSize(1344, 768),
            new ImageSize(512, 2048));
  }

  @Test
  void an_image_goes_where_its_aspect_ratio_is() {
    assertThat(nearest(3000, 3000)).isEqualTo(ImageSize.square(1024));
    assertThat(nearest(10, 10)).isEqualTo(ImageSize.square(1024));
    assertThat(nearest(3000, 2000)).isEqualTo(new ImageSize(1216, 832));
    assertThat(nearest(2000, 3000)).isEqualTo(new ImageSize(832, 1216));
    assertThat(nearest(100, 1)).isEqualTo(new ImageSize(2048, 256));
  }

  @Property
  void every_bucket_is_within_area_and_bounds(
      @ForAll @IntRange(min = 64, max = 2048) int resolution,
      @ForAll @IntRange(min = 1, max = 64) int step) {
    int least = Math.max(step, resolution / 4);
    int most = 2 * resolution;
    for (ImageSize size : Buckets.ofArea(resolution / step * step, least, most, step).sizes()) {
      assertThat((long) size.width() * size.height()).isLessThanOrEqualTo(resolution * resolution);
      assertThat(Math.min(size.width(), size.height())).isGreaterThanOrEqualTo(least);
      assertThat(Math.max(size.width(), size.height())).isLessThanOrEqualTo(most);
      assertThat(size.width() % step + size.height() % step).isZero();
    }
  }

  @Property
  void turning_an_image_turns_its_bucket(
      @ForAll @IntRange(min = 1, max = 4000) int width,
      @ForAll @IntRange(min = 1, max = 4000) int height) {
    ImageSize bucket = nearest(width, height);
    assertThat(nearest(height, width)).isEqualTo(new ImageSize(bucket.height(), bucket.width()));
  }

  private static ImageSize nearest(int width, int height) {
    return SDXL.sizes().get(SDXL.nearest(new ImageSize(width, height)));
  }
}
