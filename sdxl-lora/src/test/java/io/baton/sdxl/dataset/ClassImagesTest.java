package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassImagesTest {

  @TempDir Path directory;

  @Test
  void the_first_images_by_name_are_used_with_captions_of_their_own() throws IOException {
    for (String name : new String[] {"c.png", "a.png", "b.png"}) {
      Files.createFile(directory.resolve(name));
    }
    Files.writeString(directory.resolve("b.txt"), "a black cat");
    assertThat(ClassImages.require(directory, "a cat", 2, Optional.empty()))
        .containsExactly(
            new CaptionedImage(directory.resolve("a.png"), "a cat"),
            new CaptionedImage(directory.resolve("b.png"), "a black cat"));
  }

  @Test
  void what_is_missing_is_made() {
    Path there = directory.resolve("new/class");
    assertThat(ClassImages.require(there, "a cat", 3, Optional.of(ClassImagesTest::generate)))
        .extracting(image -> image.file().getFileName().toString())
        .containsExactly("0.png", "1.png", "2.png");
    assertThat(ClassImages.require(there, "a cat", 5, Optional.of(ClassImagesTest::generate)))
        .hasSize(5);
  }

  @Test
  void too_few_that_cannot_be_made_are_missing_input() throws IOException {
    Files.createFile(directory.resolve("a.png"));
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> ClassImages.require(directory, "a cat", 4, Optional.empty()))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.NO_INPUT))
        .withMessageContaining("There are 1 class images in " + directory)
        .withMessageContaining("--num_class_images 4");
  }

  private static void generate(Path directory, int from, int count) {
    try {
      for (int number = from; number < from + count; number++) {
        Files.createFile(directory.resolve(number + ".png"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
