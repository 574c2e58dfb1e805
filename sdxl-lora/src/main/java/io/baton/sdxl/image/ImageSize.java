package io.baton.sdxl.image;

/**
 * The size of an image, in pixels.
 *
 * @param width 1 or more
 * @param height 1 or more
 */
public record ImageSize(int width, int height) {

  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no image is %d x %d".formatted(width, height));
    }
  }

  public static ImageSize of(RgbImage image) {
    return new ImageSize(image.width(), image.height());
  }

  public static ImageSize square(int side) {
    return new ImageSize(side, side);
  }

  /**
   * The size that an image of this size is resized to so that it just covers {@code target}: one
   * side is the target's, the other ⌊side · scale⌋, at least the target's.
   */
  public ImageSize covering(ImageSize target) {
    return (long) width * target.height() <= (long) height * target.width()
        ? new ImageSize(target.width(), (int) ((double) target.width() * height / width))
        : new ImageSize((int) ((double) target.height() * width / height), target.height());
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
