package io.baton.sdxl.initmodel;

/** Values by a formula that the goldens' models were filled with, without any generator. */
public final class FormulaValues implements ParameterValues {

  private static final int PARAMETER_STRIDE = 1_000_003;
  private static final int INPUT_OFFSET = 100_000;

  /** Number {@code i} of sequence {@code k}, -1 or more, below 1 (murmur3's finalizer). */
  public static double u(int k, long i) {
    int x = (int) (i + (long) k * PARAMETER_STRIDE);
    x ^= x >>> 16;
    x *= 0x85ebca6b;
    x ^= x >>> 13;
    x *= 0xc2b2ae35;
    x ^= x >>> 16;
    return Integer.toUnsignedLong(x) / 0x1p32 * 2 - 1;
  }

  /** Input number {@code j}, {@code size} values times {@code scale}. */
  public static float[] input(int j, int size, double scale) {
    return sequence(INPUT_OFFSET + j, size, scale);
  }

  /** The first {@code size} numbers of sequence {@code k} times {@code scale}. */
  public static float[] sequence(int k, int size, double scale) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * u(k, i));
    }
    return values;
  }

  @Override
  public Elements of(Parameter parameter, int index) {
    if (parameter.shape().size() > 1) {
      double inputs = Math.sqrt(parameter.elements() / parameter.shape().get(0));
      return element -> (float) (u(index, element) / inputs);
    }
    boolean weight = parameter.name().endsWith(".weight");
    return element -> (float) ((weight ? 1 : 0) + 0.1 * u(index, element));
  }
}
