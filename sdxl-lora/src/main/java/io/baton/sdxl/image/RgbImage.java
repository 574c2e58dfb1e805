package io.baton.sdxl.image;

/**
 * An image of 8-bit sRGB pixels.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb red, green, blue of each pixel, row by row; not copied, so whoever holds the image
 *     must not change it
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer that is passed on, never compared
public record RgbImage(int width, int height, byte[] rgb) {

  public RgbImage {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("an image needs pixels, not " + width + " x " + height);
    }
    if (rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "%d bytes are not an image of %d x %d".formatted(rgb.length, width, height));
    }
  }

  /** Channel 0 (red) to 2 (blue) at a place, 0 to 255. */
  public int sample(int x, int y, int channel) {
    return rgb[(y * width + x) * 3 + channel] & 0xff;
  }
}
