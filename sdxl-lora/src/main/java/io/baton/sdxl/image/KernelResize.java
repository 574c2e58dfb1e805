package io.baton.sdxl.image;

import java.util.function.DoubleUnaryOperator;

/**
 * Resizing by convolution with a kernel: the kernel is widened by the scale when shrinking, rows
 * are resampled before columns, weights are fixed-point numbers, and the result of each pass is
 * rounded to 8 bits.
 *
 * <p>Source: Pillow's handbook, "Concepts: Filters", and its changes for 2.7 to 4.3 ("fixed-point 8
 * bits per channel resampling").
 *
 * @param support distance from the middle past which the kernel is 0, in pixels
 * @param kernel of the distance from the middle; its values need not be symmetric at its ends
 */
record KernelResize(double support, DoubleUnaryOperator kernel) {

  // 8 bits of the sample and 2 bits for sums beyond its range leave 22 of 32 bits for the weights.
  private static final int WEIGHT_BITS = 32 - 8 - 2;

  /** The image at another size; the image itself where it has that size already. */
  RgbImage resize(RgbImage image, int width, int height) {
    RgbImage narrowed = width == image.width() ? image : alongRows(image, width);
    return height == narrowed.height() ? narrowed : alongColumns(narrowed, height);
  }

  private RgbImage alongRows(RgbImage image, int width) {
    Taps taps = taps(image.width(), width);
    byte[] from = image.rgb();
    byte[] to = new byte[3 * width * image.height()];
    for (int y = 0; y < image.height(); y++) {
      int row = y * image.width();
      for (int x = 0; x < width; x++) {
        taps.apply(x, from, row * 3, 3, to, (y * width + x) * 3);
      }
    }
    return new RgbImage(width, image.height(), to);
  }

  private RgbImage alongColumns(RgbImage image, int height) {
    Taps taps = taps(image.height(), height);
    int width = image.width();
    byte[] from = image.rgb();
    byte[] to = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        taps.apply(y, from, x * 3, width * 3, to, (y * width + x) * 3);
      }
    }
    return new RgbImage(width, height, to);
  }

  private Taps taps(int from, int to) {
    double scale = (double) from / to;
    double filterScale = Math.max(scale, 1);
    double reach = support * filterScale;
    int[] first = new int[to];
    int[][] weights = new int[to][];
    for (int place = 0; place < to; place++) {
      double centre = (place + 0.5) * scale;
      int start = Math.max((int) (centre - reach + 0.5), 0);
      int end = Math.min((int) (centre + reach + 0.5), from);
      double[] exact = new double[end - start];
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        exact[i] = kernel.applyAsDouble((i + start - centre + 0.5) * (1 / filterScale));
        sum += exact[i];
      }
      first[place] = start;
      weights[place] = Taps.fixedPoint(exact, sum);
    }
    return new Taps(first, weights);
  }

  /**
   * For each place of the output: the first input place that matters, and the weights from there
   * on.
   */
  @SuppressWarnings("ArrayRecordComponent") // internal tables, never compared
  private record Taps(int[] first, int[][] weights) {

    void apply(int place, byte[] from, int origin, int stride, byte[] to, int target) {
      int[] row = weights[place];
      int half = 1 << (WEIGHT_BITS - 1);
      int red = half;
      int green = half;
      int blue = half;
      int at = origin + first[place] * stride;
      for (int weight : row) {
        red += (from[at] & 0xff) * weight;
        green += (from[at + 1] & 0xff) * weight;
        blue += (from[at + 2] & 0xff) * weight;
        at += stride;
      }
      to[target] = clipped(red >> WEIGHT_BITS);
      to[target + 1] = clipped(green >> WEIGHT_BITS);
      to[target + 2] = clipped(blue >> WEIGHT_BITS);
    }

    private static int[] fixedPoint(double[] exact, double sum) {
      int[] fixed = new int[exact.length];
      for (int i = 0; i < fixed.length; i++) {
        double scaled = exact[i] / sum * (1 << WEIGHT_BITS);
        fixed[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
      }
      return fixed;
    }

    private static byte clipped(int value) {
      return (byte) Math.min(Math.max(value, 0), 255);
    }
  }
}
