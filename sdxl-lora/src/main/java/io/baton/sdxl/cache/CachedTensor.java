package io.baton.sdxl.cache;

import java.util.List;

/**
 * A tensor in plain memory.
 *
 * @param shape dimensions, outermost first
 * @param values row-major; not copied, so whoever holds them must not change them
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer that is passed on, never compared
public record CachedTensor(List<Long> shape, float[] values) {

  public CachedTensor {
    shape = List.copyOf(shape);
    if (shape.stream().reduce(1L, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(
          "%d values do not fill shape %s".formatted(values.length, shape));
    }
  }
}
