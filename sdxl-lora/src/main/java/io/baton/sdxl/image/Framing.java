package io.baton.sdxl.image;

import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;

/**
 * The square of a resized image that a training row sees.
 *
 * @param top first row of the square, in pixels of the resized image
 * @param left first column of the square
 * @param flipped whether the image is mirrored left to right before the square is cut
 */
public record Framing(int top, int left, boolean flipped) {

  /** The middle; halves go to the even side, as Python rounds. */
  public static Framing centre(RgbImage image, int resolution, boolean flipped) {
    return new Framing(
        middle(image.height(), resolution), middle(image.width(), resolution), flipped);
  }

  /** A square drawn for one row of one micro-step. */
  public static Framing random(
      RgbImage image, int resolution, long seed, long microStep, int row, boolean flipped) {
    RandomStream crop = new RandomStream(seed, Purpose.CROP, microStep, row);
    return new Framing(
        crop.below(image.height() - resolution + 1, 0),
        crop.below(image.width() - resolution + 1, 1),
        flipped);
  }

  /**
   * Writes the square's pixels to {@code into} from {@code offset} on: channels, rows, columns; -1
   * is black, 1 is full.
   */
  public void copyPixels(RgbImage image, int resolution, float[] into, int offset) {
    byte[] rgb = image.rgb();
    int at = offset;
    for (int channel = 0; channel < 3; channel++) {
      for (int y = top; y < top + resolution; y++) {
        int row = y * image.width();
        for (int x = left; x < left + resolution; x++) {
          int from = flipped ? image.width() - 1 - x : x;
          into[at++] = LEVELS[rgb[(row + from) * 3 + channel] & 0xff];
        }
      }
    }
  }

  private static int middle(int length, int resolution) {
    return Math.max(0, (int) Math.rint((length - resolution) / 2.0));
  }

  private static final float[] LEVELS = levels();

  // (v / 255 - 0.5) / 0.5, each step rounded to a float as torchvision does.
  private static float[] levels() {
    float[] levels = new float[256];
    for (int value = 0; value < levels.length; value++) {
      levels[value] = (value / 255f - 0.5f) / 0.5f;
    }
    return levels;
  }
}
