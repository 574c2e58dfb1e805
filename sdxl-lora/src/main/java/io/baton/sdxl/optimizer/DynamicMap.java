package io.baton.sdxl.optimizer;

import java.util.Arrays;

/**
 * The 256 values in [-1, 1] that bytes stand for in bitsandbytes' 8-bit optimizers.
 *
 * <p>Source: Dettmers, "8-bit approximations for parallelism in deep learning", ICLR 2016: seven
 * decades, of which the larger ones have more values; bitsandbytes' {@code create_dynamic_map}.
 */
final class DynamicMap {

  static final int SIZE = 256;

  private static final int DECADES = 7;

  private DynamicMap() {}

  /** For values of both signs; in ascending order. */
  static float[] signed() {
    return create(true);
  }

  /** For values of 0 or more; in ascending order. */
  static float[] unsigned() {
    return create(false);
  }

  /** Between each value and the next, where rounding to the nearest value changes. */
  static float[] middles(float... map) {
    float[] middles = new float[map.length - 1];
    for (int i = 0; i < middles.length; i++) {
      middles[i] = (float) (((double) map[i] + map[i + 1]) / 2);
    }
    return middles;
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
