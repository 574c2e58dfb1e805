package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDirectoryTest {

  @TempDir Path directory;

  @Test
  void images_come_in_order_of_their_names_with_the_caption_beside_them() throws IOException {
    for (String name : new String[] {"b.jpg", "a.png", "c.jpeg", "noext", ".hidden.jpg"}) {
      Files.createFile(directory.resolve(name));
    }
    Files.createDirectory(directory.resolve("folder"));
    Files.writeString(directory.resolve("b.txt"), "  a sks cat on a mat\n");
    Files.writeString(directory.resolve("c.txt"), " \n");

    assertThat(ImageDirectory.images(directory, "a photo of sks cat", Optional.empty()))
        .containsExactly(
            new CaptionedImage(directory.resolve("a.png"), "a photo of sks cat"),
            new CaptionedImage(directory.resolve("b.jpg"), "a sks cat on a mat"),
            new CaptionedImage(directory.resolve("c.jpeg"), "a photo of sks cat"),
            new CaptionedImage(directory.resolve("noext"), "a photo of sks cat"));
  }

  @Test
  void a_caption_that_is_not_text_is_named() throws IOException {
    Files.createFile(directory.resolve("a.jpg"));
    Files.write(directory.resolve("a.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertFailure(directory, FailureCode.BAD_INPUT, "The caption a.txt is not UTF-8 text");
  }

  @Test
  void an_empty_directory_is_missing_input() {
    assertFailure(directory, FailureCode.NO_INPUT, "There are no images in " + directory);
  }

  @Test
  void no_directory_is_missing_input() {
    Path nowhere = directory.resolve("nowhere");
    assertFailure(nowhere, FailureCode.NO_INPUT, "There is no directory " + nowhere);
  }

  private static void assertFailure(Path directory, FailureCode code, String message) {
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> ImageDirectory.images(directory, "prompt", Optional.empty()))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
        .withMessageContaining(message);
  }
}
