package io.baton.sdxl.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotographReaderTest {

  private static final Path SAMPLES = Path.of("../samples/chelsea");

  @TempDir Path directory;

  static List<JsonNode> recordings() {
    return PillowRecording.cases("photographs");
  }

  /** JPEG leaves decoders a level or two of freedom. */
  @ParameterizedTest
  @MethodSource("recordings")
  void a_photograph_is_read_upright_and_with_pillows_colours(JsonNode one) {
    RgbImage photograph = PhotographReader.read(SAMPLES.resolve(one.required("file").textValue()));
    RgbImage expected = PillowRecording.expected(one);
    ImageSize size = ImageSize.of(photograph).covering(ImageSize.square(8));
    assertThat(size).isEqualTo(new ImageSize(expected.width(), expected.height()));
    RgbImage resized = ResampleFilter.LANCZOS.resize(photograph, size.width(), size.height());
    for (int i = 0; i < expected.rgb().length; i++) {
      assertThat(Math.abs((resized.rgb()[i] & 0xff) - (expected.rgb()[i] & 0xff)))
          .isLessThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_3BYTE_BGR
      })
  void every_kind_of_png_keeps_its_levels(int type) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, type);
    boolean wide = type == BufferedImage.TYPE_USHORT_GRAY;
    int bands = image.getRaster().getNumBands();
    if (type == BufferedImage.TYPE_BYTE_INDEXED) {
      image.setRGB(0, 0, 0xff000000);
      image.setRGB(1, 0, 0xff666666);
    } else {
      for (int x = 0; x < 2; x++) {
        int[] pixel = new int[bands];
        Arrays.fill(pixel, x * 0x66 * (wide ? 257 : 1));
        image.getRaster().setPixel(x, 0, pixel);
      }
    }
    Path file = directory.resolve("image.png");
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();

    assertThat(PhotographReader.read(file).rgb()).containsExactly(0, 0, 0, 0x66, 0x66, 0x66);
  }

  @Test
  void a_file_that_is_no_image_is_named() throws IOException {
    Path file = Files.writeString(directory.resolve("notes.doc"), "not an image");
    assertBadInput(file, "notes.doc is not an image that can be read: it is none of JPEG");
  }

  @Test
  void an_empty_file_is_named() throws IOException {
    Path file = Files.createFile(directory.resolve("empty.jpg"));
    assertBadInput(file, "empty.jpg is not an image");
  }

  @Test
  void an_image_that_is_cut_off_in_its_header_is_named() throws IOException {
    byte[] whole = Files.readAllBytes(SAMPLES.resolve("chelsea-03-face.jpg"));
    Path file = Files.write(directory.resolve("cut.jpg"), Arrays.copyOf(whole, 200));
    assertBadInput(file, "cut.jpg is not an image");
  }

  @Test
  void an_image_that_is_cut_off_in_its_pixels_is_named() throws IOException {
    byte[] whole = Files.readAllBytes(SAMPLES.resolve("chelsea-03-face.jpg"));
    Path file = Files.write(directory.resolve("half.jpg"), Arrays.copyOf(whole, whole.length / 2));
    assertBadInput(file, "half.jpg is not an image that can be read: it is cut off before its end");
  }

  @Test
  void a_png_that_is_cut_off_is_named() throws IOException {
    BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 40_000; i++) {
      image.setRGB(i % 200, i / 200, i * 0x9E3779B9);
    }
    Path whole = directory.resolve("whole.png");
    assertThat(ImageIO.write(image, "png", whole.toFile())).isTrue();
    Path file =
        Files.write(directory.resolve("cut.png"), Arrays.copyOf(Files.readAllBytes(whole), 5000));
    assertBadInput(file, "cut.png is not an image");
  }

  private static void assertBadInput(Path file, String message) {
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> PhotographReader.read(file))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_INPUT))
        .withMessageContaining(message);
  }
}
