package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.Framing;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.image.ResampleFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedImagesTest {

  private static final Path SAMPLES = Path.of("../samples/chelsea");
  private static final FramingRules SQUARES =
      new FramingRules(Buckets.square(64), true, false, ResampleFilter.LANCZOS);

  @TempDir Path directory;

  private final ImageWorkers workers = ImageWorkers.start(2);

  @AfterEach
  void stopWorkers() {
    workers.close();
  }

  @Test
  void images_cover_the_part_that_is_seen() {
    PreparedImages images = prepare(Long.MAX_VALUE, "a cat");
    assertThat(images.originalSize(0)).isEqualTo(new ImageSize(384, 256));
    assertThat(ImageSize.of(images.resized(0, ImageSize.square(64))))
        .isEqualTo(new ImageSize(96, 64));
    assertThat(ImageSize.of(images.resized(0, new ImageSize(48, 64))))
        .isEqualTo(new ImageSize(96, 64));
  }

  @Test
  void an_image_that_does_not_fit_into_the_memory_is_read_again() {
    PreparedImages kept = prepare(Long.MAX_VALUE, "a cat");
    PreparedImages read = prepare(0, "a cat");
    ImageSize part = ImageSize.square(64);
    for (int image = 0; image < kept.size(); image++) {
      assertThat(kept.resized(image, part)).isSameAs(kept.resized(image, part));
      assertThat(read.resized(image, part)).isNotSameAs(read.resized(image, part));
      assertThat(read.resized(image, part).rgb()).isEqualTo(kept.resized(image, part).rgb());
    }
  }

  @Test
  void the_fingerprint_tells_other_captions_and_images_apart() {
    String fingerprint = prepare(0, "a cat").fingerprint();
    assertThat(prepare(0, "a cat").fingerprint()).isEqualTo(fingerprint);
    assertThat(prepare(0, "a dog").fingerprint()).isNotEqualTo(fingerprint);
    List<CaptionedImage> fewer = images("a cat").subList(1, 6);
    assertThat(PreparedImages.prepare(fewer, SQUARES, 0, workers).fingerprint())
        .isNotEqualTo(fingerprint);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void the_first_bad_image_in_order_is_named_whoever_reads_it(int threads) throws IOException {
    for (int i = 0; i < 9; i++) {
      Files.copy(SAMPLES.resolve("chelsea-03-face.jpg"), directory.resolve(i + ".jpg"));
    }
    Files.writeString(directory.resolve("4.jpg"), "no image");
    Files.writeString(directory.resolve("7.jpg"), "no image");
    List<CaptionedImage> sources = ImageDirectory.images(directory, "a cat", Optional.empty());
    try (ImageWorkers some = ImageWorkers.start(threads)) {
      assertThatExceptionOfType(TrainingFailure.class)
          .isThrownBy(() -> PreparedImages.prepare(sources, SQUARES, 1 << 30, some))
          .withMessageContaining("4.jpg is not an image");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void an_image_that_goes_away_while_it_is_needed_is_named_whoever_reads_it(int threads)
      throws IOException {
    Path file = Files.copy(SAMPLES.resolve("chelsea-03-face.jpg"), directory.resolve("there.jpg"));
    List<CaptionedImage> sources = ImageDirectory.images(directory, "a cat", Optional.empty());
    View view = new View(0, new Framing(ImageSize.square(64), 0, 0, false));
    try (ImageWorkers some = ImageWorkers.start(threads)) {
      PreparedImages images = PreparedImages.prepare(sources, SQUARES, 0, some);
      ReadAhead<View, float[]> ahead = new ReadAhead<>(some, images::pixels);
      Files.delete(file);
      ahead.announce(view);
      assertThatExceptionOfType(TrainingFailure.class)
          .isThrownBy(() -> ahead.take(view))
          .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.NO_INPUT))
          .withMessageContaining("there.jpg is not there");
    }
  }

  private PreparedImages prepare(long memory, String caption) {
    return PreparedImages.prepare(images(caption), SQUARES, memory, workers);
  }

  private static List<CaptionedImage> images(String caption) {
    return ImageDirectory.images(SAMPLES, caption, Optional.empty());
  }
}
