package io.baton.sdxl.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What a tensor's values are like.
 *
 * @param values count
 * @param notNumbers how many of them are NaN
 * @param infinite how many of them are infinite
 * @param largest absolute value among the finite ones
 * @param squares sum over the finite ones
 */
public record ValueStatistics(
    long values, long notNumbers, long infinite, double largest, double squares) {

  public static final ValueStatistics NONE = new ValueStatistics(0, 0, 0, 0, 0);

  private static final int CHUNK_ELEMENTS = 1 << 16;

  /** Of a tensor's bytes, or nothing where they hold no floating-point numbers known here. */
  public static Optional<ValueStatistics> of(ByteBuffer data, TensorType type) {
    ValueStatistics all = NONE;
    int chunk = CHUNK_ELEMENTS * type.bytes();
    for (int from = data.position(); from < data.limit(); from += chunk) {
      ByteBuffer part =
          data.slice(from, Math.min(chunk, data.limit() - from)).order(ByteOrder.LITTLE_ENDIAN);
      Optional<float[]> values = FloatValues.read(part, type);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      all = all.and(of(values.orElseThrow()));
    }
    return Optional.of(all);
  }

  private static ValueStatistics of(float[] values) {
    long notNumbers = 0;
    long infinite = 0;
    float largest = 0;
    double squares = 0;
    for (float value : values) {
      float magnitude = Math.abs(value);
      if (magnitude <= Float.MAX_VALUE) {
        largest = Math.max(largest, magnitude);
        squares += (double) value * value;
      } else if (Float.isNaN(value)) {
        notNumbers++;
      } else {
        infinite++;
      }
    }
    return new ValueStatistics(values.length, notNumbers, infinite, largest, squares);
  }

  /** Of both tensors together. */
  public ValueStatistics and(ValueStatistics other) {
    return new ValueStatistics(
        values + other.values,
        notNumbers + other.notNumbers,
        infinite + other.infinite,
        Math.max(largest, other.largest),
        squares + other.squares);
  }

  public boolean isFinite() {
    return notNumbers == 0 && infinite == 0;
  }
}
