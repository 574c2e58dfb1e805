package io.baton.api.dataset;

/** Bounds of images that no setting changes. */
public final class ImageBounds {
  /** The reader for WebP knows no rows: it holds the whole image. */
  private static final long MAX_WEBP_PIXELS = 16_000_000;

  private ImageBounds() {}

  /** How many pixels a WebP image may have where others may have {@code pixels}. */
  public static long webpPixels(long pixels) {
    return Math.min(pixels, MAX_WEBP_PIXELS);
  }
}
