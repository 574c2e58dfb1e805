package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.image.ResampleFilter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparedImagesTest {

  private static final Path SAMPLES = Path.of("../samples/chelsea");

  @Test
  void images_have_the_resolution_as_their_shorter_side() {
    PreparedImages images = prepare(Long.MAX_VALUE, "a cat");
    assertThat(images.originalWidth(0)).isEqualTo(384);
    assertThat(images.originalHeight(0)).isEqualTo(256);
    assertThat(images.resized(0).height()).isEqualTo(64);
    assertThat(images.resized(0).width()).isEqualTo(96);
  }

  @Test
  void an_image_that_does_not_fit_into_the_memory_is_read_again() {
    PreparedImages kept = prepare(Long.MAX_VALUE, "a cat");
    PreparedImages read = prepare(0, "a cat");
    for (int image = 0; image < kept.size(); image++) {
      assertThat(read.resized(image).rgb()).isEqualTo(kept.resized(image).rgb());
    }
  }

  @Test
  void the_fingerprint_tells_other_captions_and_images_apart() {
    String fingerprint = prepare(0, "a cat").fingerprint();
    assertThat(prepare(0, "a cat").fingerprint()).isEqualTo(fingerprint);
    assertThat(prepare(0, "a dog").fingerprint()).isNotEqualTo(fingerprint);
    List<CaptionedImage> fewer = ImageDirectory.images(SAMPLES, "a cat").subList(1, 6);
    assertThat(PreparedImages.prepare(fewer, 64, ResampleFilter.LANCZOS, 0).fingerprint())
        .isNotEqualTo(fingerprint);
  }

  private static PreparedImages prepare(long memory, String caption) {
    return PreparedImages.prepare(
        ImageDirectory.images(SAMPLES, caption), 64, ResampleFilter.LANCZOS, memory);
  }
}
