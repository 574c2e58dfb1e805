package io.baton.sdxl.image;

import io.baton.sdxl.random.RandomStream;

/**
 * The part of a resized image that a training row sees.
 *
 * @param size of the part
 * @param top first row of the part, in pixels of the resized image
 * @param left first column of the part
 * @param flipped whether the image is mirrored left to right before the part is cut
 */
public record Framing(ImageSize size, int top, int left, boolean flipped) {

  /** The middle; halves go to the even side, as Python rounds. */
  public static Framing centre(ImageSize resized, ImageSize size, boolean flipped) {
    return new Framing(
        size,
        middle(resized.height(), size.height()),
        middle(resized.width(), size.width()),
        flipped);
  }

  /** A part drawn from the stream's first two numbers. */
  public static Framing random(
      ImageSize resized, ImageSize size, RandomStream crop, boolean flipped) {
    return new Framing(
        size,
        crop.below(resized.height() - size.height() + 1, 0),
        crop.below(resized.width() - size.width() + 1, 1),
        flipped);
  }

  /**
   * The part's pixels: channels, rows, columns; -1 is black, 1 is full.
   *
   * @param image that the part lies in
   */
  public float[] pixels(RgbImage image) {
    byte[] rgb = image.rgb();
    float[] pixels = new float[3 * size.width() * size.height()];
    int at = 0;
    for (int channel = 0; channel < 3; channel++) {
      for (int y = top; y < top + size.height(); y++) {
        int row = y * image.width();
        for (int x = left; x < left + size.width(); x++) {
          int from = flipped ? image.width() - 1 - x : x;
          pixels[at++] = LEVELS[rgb[(row + from) * 3 + channel] & 0xff];
        }
      }
    }
    return pixels;
  }

  private static int middle(int length, int part) {
    return Math.max(0, (int) Math.rint((length - part) / 2.0));
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
