package io.baton.sdxl.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FramingTest {

  @Test
  void the_middle_rounds_halves_to_even() {
    // (7 - 4) / 2 = 1.5 -> 2 and (9 - 4) / 2 = 2.5 -> 2
    ImageSize part = ImageSize.square(4);
    assertThat(Framing.centre(new ImageSize(9, 7), part, false))
        .isEqualTo(new Framing(part, 2, 2, false));
  }

  @Test
  void pixels_are_channels_then_rows_then_columns_between_minus_one_and_one() {
    RgbImage image = new RgbImage(3, 1, new byte[] {0, 1, 2, (byte) 255, 4, 5, 6, 7, 8});
    assertThat(new Framing(ImageSize.square(1), 0, 1, false).pixels(image))
        .containsExactly(1f, level(4), level(5));
    assertThat(new Framing(new ImageSize(2, 1), 0, 0, false).pixels(image))
        .containsExactly(-1f, 1f, level(1), level(4), level(2), level(5));
  }

  @Test
  void a_flip_mirrors_the_image_before_the_part_is_cut() {
    RgbImage image = new RgbImage(3, 1, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
    assertThat(new Framing(ImageSize.square(1), 0, 0, true).pixels(image))
        .containsExactly(level(6), level(7), level(8));
  }

  @Property
  void a_random_part_lies_inside_the_image(
      @ForAll long seed,
      @ForAll @IntRange(max = 1000) int microStep,
      @ForAll @IntRange(min = 4, max = 40) int width,
      @ForAll @IntRange(min = 3, max = 40) int height) {
    Framing framing =
        Framing.random(
            new ImageSize(width, height), new ImageSize(4, 3), crop(seed, microStep), false);
    assertThat(framing.top()).isBetween(0, height - 3);
    assertThat(framing.left()).isBetween(0, width - 4);
  }

  @Test
  void random_parts_reach_every_place() {
    Set<Framing> seen = new HashSet<>();
    for (int step = 0; step < 300; step++) {
      seen.add(Framing.random(new ImageSize(6, 5), ImageSize.square(4), crop(0, step), false));
    }
    assertThat(seen).hasSize(3 * 2);
  }

  @Property
  void an_image_is_resized_to_cover_a_part_and_no_further(
      @ForAll @IntRange(min = 1, max = 5000) int width,
      @ForAll @IntRange(min = 1, max = 5000) int height,
      @ForAll @IntRange(min = 1, max = 2048) int partWidth,
      @ForAll @IntRange(min = 1, max = 2048) int partHeight) {
    ImageSize covering =
        new ImageSize(width, height).covering(new ImageSize(partWidth, partHeight));
    assertThat(covering.width()).isGreaterThanOrEqualTo(partWidth);
    assertThat(covering.height()).isGreaterThanOrEqualTo(partHeight);
    assertThat(covering.width() == partWidth || covering.height() == partHeight).isTrue();
  }

  private static RandomStream crop(long seed, long microStep) {
    return new RandomStream(seed, Purpose.CROP, microStep, 0);
  }

  private static float level(int value) {
    return (value / 255f - 0.5f) / 0.5f;
  }
}
