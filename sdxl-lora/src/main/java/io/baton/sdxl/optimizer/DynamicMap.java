package io.baton.sdxl.optimizer;

import java.util.Arrays;

/**
 * The 256 values in [-1, 1] that bytes stand for in bitsandbytes' 8-bit optimizers.
 *
 * <p>Source: Dettmers, "8-bit approximations for parallelism in deep learning", ICLR 2016: seven
 * decades, of which the larger ones have more values; bitsandbytes' {@code create_dynamic_map}.
 *
 * <p>Rounding to the nearest value would be a search, which a processor does one value at a time.
 * Instead a table over the magnitude's logarithm gives a byte that is at most one off, and the
 * {@link #edges()} put it right.
 */
final class DynamicMap {

  static final int SIZE = 256;

  /** Fine enough that no cell of the table reaches over two edges. */
  static final int CELLS_AN_OCTAVE = 128;

  /** Magnitudes below 2 to the minus this are all the byte of 0, or next to it. */
  static final int OCTAVES = 27;

  private static final int DECADES = 7;
  private static final int CELLS = OCTAVES * CELLS_AN_OCTAVE;

  private final float[] values;
  private final float[] edges;

  private DynamicMap(float[] values) {
    this.values = values;
    this.edges = edges(values);
  }

  /** For values of both signs. */
  static DynamicMap signed() {
    return new DynamicMap(create(true));
  }

  /** For values of 0 or more. */
  static DynamicMap unsigned() {
    return new DynamicMap(create(false));
  }

  /** What each byte stands for, in ascending order. */
  float[] values() {
    return values.clone();
  }

  /**
   * Byte c is nearest to the numbers above edge c up to edge c + 1, both in the middle between two
   * values, but for the infinite ends.
   */
  float[] edges() {
    return edges.clone();
  }

  /**
   * Bytes that are at most one off: at {@code (int) (sign·(log2(|x|) + OCTAVES)·CELLS_AN_OCTAVE) +
   * guesses.length / 2} that of x, for magnitudes from 2^-OCTAVES to 1.
   */
  int[] guesses() {
    int[] guesses = new int[2 * CELLS + 1];
    for (int cell = 0; cell <= CELLS; cell++) {
      double middle = Math.pow(2, (cell + 0.5) / CELLS_AN_OCTAVE - OCTAVES);
      guesses[CELLS - cell] = nearest((float) -middle);
      guesses[CELLS + cell] = nearest((float) middle);
    }
    return guesses;
  }

  /** The byte nearest to a number; the lower one of two. */
  int nearest(float number) {
    int code = 0;
    while (number > edges[code + 1]) {
      code++;
    }
    return code;
  }

  private static float[] edges(float... values) {
    float[] edges = new float[SIZE + 1];
    edges[0] = Float.NEGATIVE_INFINITY;
    edges[SIZE] = Float.POSITIVE_INFINITY;
    for (int i = 1; i < SIZE; i++) {
      edges[i] = (float) (((double) values[i - 1] + values[i]) / 2);
    }
    return edges;
  }

  private static float[] create(boolean signed) {
    float[] values = new float[SIZE];
    int count = 0;
    for (int decade = 0; decade < DECADES; decade++) {
      int intervals = signed ? 1 << decade : 2 << decade;
      // The power is a 64-bit number that torch rounds before it multiplies.
      float scale = (float) Math.pow(10, decade - DECADES + 1);
      for (float mean : means(intervals)) {
        values[count++] = scale * mean;
        if (signed) {
          values[count++] = -scale * mean;
        }
      }
    }
    values[count++] = 0;
    values[count++] = 1;
    if (count != SIZE) {
      throw new IllegalStateException("%d values, not %d".formatted(count, SIZE));
    }
    Arrays.sort(values);
    return values;
  }

  // The middles of as many equal parts of [0.1, 1]; torch.linspace in 32 bits.
  private static float[] means(int intervals) {
    float start = 0.1f;
    float end = 1;
    float step = (end - start) / intervals;
    float[] boundaries = new float[intervals + 1];
    for (int i = 0; i <= intervals; i++) {
      boundaries[i] =
          i < (intervals + 1) / 2
              ? (float) ((double) start + (double) step * i)
              : (float) ((double) end - (double) step * (intervals - i));
    }
    float[] means = new float[intervals];
    for (int i = 0; i < intervals; i++) {
      means[i] = (boundaries[i] + boundaries[i + 1]) / 2;
    }
    return means;
  }
}
