package io.baton.sdxl.image;

/** Resizing that takes for each pixel the one that lies under its middle. */
final class NearestResize {

  private NearestResize() {}

  static RgbImage resize(RgbImage image, int width, int height) {
    if (width == image.width() && height == image.height()) {
      return image;
    }
    int[] columns = places(image.width(), width);
    int[] rows = places(image.height(), height);
    byte[] from = image.rgb();
    byte[] to = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int source = (rows[y] * image.width() + columns[x]) * 3;
        System.arraycopy(from, source, to, (y * width + x) * 3, 3);
      }
    }
    return new RgbImage(width, height, to);
  }

  // Added up, not multiplied: Pillow's rounding errors decide between neighbours.
  private static int[] places(int from, int to) {
    double scale = (double) from / to;
    int[] places = new int[to];
    double middle = scale * 0.5;
    for (int i = 0; i < to; i++) {
      places[i] = Math.min((int) middle, from - 1);
      middle += scale;
    }
    return places;
  }
}
