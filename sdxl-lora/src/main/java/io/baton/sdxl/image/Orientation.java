package io.baton.sdxl.image;

/** How a camera was held, as EXIF tag 0x0112 says, and what turns its picture upright. */
enum Orientation {
  UPRIGHT(1, false, false, false),
  MIRRORED(2, true, false, false),
  UPSIDE_DOWN(3, true, true, false),
  MIRRORED_UPSIDE_DOWN(4, false, true, false),
  TRANSPOSED(5, false, false, true),
  TURNED_LEFT(6, false, true, true),
  TRANSVERSED(7, true, true, true),
  TURNED_RIGHT(8, true, false, true);

  private final int exifValue;
  private final boolean fromRight;
  private final boolean fromBottom;
  private final boolean swapped;

  Orientation(int exifValue, boolean fromRight, boolean fromBottom, boolean swapped) {
    this.exifValue = exifValue;
    this.fromRight = fromRight;
    this.fromBottom = fromBottom;
    this.swapped = swapped;
  }

  /** The orientation of an EXIF value; upright for a value that EXIF does not know. */
  static Orientation ofExif(int value) {
    for (Orientation orientation : values()) {
      if (orientation.exifValue == value) {
        return orientation;
      }
    }
    return UPRIGHT;
  }

  /** The image as it was seen. */
  RgbImage upright(RgbImage stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = swapped ? stored.height() : stored.width();
    int height = swapped ? stored.width() : stored.height();
    byte[] from = stored.rgb();
    byte[] to = new byte[from.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int alongX = swapped ? y : x;
        int alongY = swapped ? x : y;
        int fromX = fromRight ? stored.width() - 1 - alongX : alongX;
        int fromY = fromBottom ? stored.height() - 1 - alongY : alongY;
        System.arraycopy(from, (fromY * stored.width() + fromX) * 3, to, (y * width + x) * 3, 3);
      }
    }
    return new RgbImage(width, height, to);
  }
}
