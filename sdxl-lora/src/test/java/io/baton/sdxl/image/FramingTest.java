package io.baton.sdxl.image;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(Framing.centre(PillowRecording.synthetic(9, 7, 0), 4, false))
        .isEqualTo(new Framing(2, 2, false));
  }

  @Test
  void pixels_are_channels_then_rows_then_columns_between_minus_one_and_one() {
    RgbImage image = new RgbImage(3, 1, new byte[] {0, 1, 2, (byte) 255, 4, 5, 6, 7, 8});
    float[] pixels = new float[4];
    new Framing(0, 1, false).copyPixels(image, 1, pixels, 1);
    assertThat(pixels).containsExactly(0f, 1f, level(4), level(5));
    new Framing(0, 0, false).copyPixels(image, 1, pixels, 1);
    assertThat(pixels).containsExactly(0f, -1f, level(1), level(2));
  }

  @Test
  void a_flip_mirrors_the_image_before_the_square_is_cut() {
    RgbImage image = new RgbImage(3, 1, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
    float[] pixels = new float[3];
    new Framing(0, 0, true).copyPixels(image, 1, pixels, 0);
    assertThat(pixels).containsExactly(level(6), level(7), level(8));
  }

  @Property
  void a_random_square_lies_inside_the_image(
      @ForAll long seed,
      @ForAll @IntRange(max = 1000) int microStep,
      @ForAll @IntRange(min = 4, max = 40) int width,
      @ForAll @IntRange(min = 4, max = 40) int height) {
    RgbImage image = new RgbImage(width, height, new byte[3 * width * height]);
    Framing framing = Framing.random(image, 4, seed, microStep, 0, false);
    assertThat(framing.top()).isBetween(0, height - 4);
    assertThat(framing.left()).isBetween(0, width - 4);
  }

  @Test
  void random_squares_reach_every_place() {
    RgbImage image = new RgbImage(6, 5, new byte[90]);
    Set<Framing> seen = new HashSet<>();
    for (int step = 0; step < 300; step++) {
      seen.add(Framing.random(image, 4, 0, step, 0, false));
    }
    assertThat(seen).hasSize(3 * 2);
  }

  private static float level(int value) {
    return (value / 255f - 0.5f) / 0.5f;
  }
}
