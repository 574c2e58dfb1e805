package io.baton.sdxl.image;

/** The size to which an image is resized so that its shorter side has the training resolution. */
public record ImageSize(int width, int height) {

  /** Shorter side = resolution; longer side = ⌊resolution · longer / shorter⌋. */
  public static ImageSize shorterSide(RgbImage image, int resolution) {
    int width = image.width();
    int height = image.height();
    return width <= height
        ? new ImageSize(resolution, (int) ((double) resolution * height / width))
        : new ImageSize((int) ((double) resolution * width / height), resolution);
  }
}
