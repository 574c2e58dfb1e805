package io.baton.sdxl.safetensors;

import java.util.List;
import java.util.Objects;

/**
 * One tensor in a file.
 *
 * @param name unique in its file
 * @param type of the elements
 * @param shape dimensions, outermost first; empty for a scalar
 * @param begin offset of the first byte, from the start of the data section
 * @param end offset after the last byte
 */
public record TensorInfo(String name, TensorType type, List<Long> shape, long begin, long end) {

  public TensorInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    shape = List.copyOf(shape);
    if (begin < 0 || end - begin != Math.multiplyExact(elements(shape), type.bytes())) {
      throw new IllegalArgumentException(
          "tensor %s of type %s and shape %s does not fill bytes %d to %d"
              .formatted(name, type, shape, begin, end));
    }
  }

  /** Count of elements. */
  public long elements() {
    return elements(shape);
  }

  /** Length in bytes. */
  public long byteLength() {
    return end - begin;
  }

  /**
   * Product of {@code shape}; 1 for a scalar.
   *
   * @throws ArithmeticException when it does not fit
   * @throws IllegalArgumentException when a dimension is negative
   */
  static long elements(List<Long> shape) {
    long product = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("negative dimension in shape " + shape);
      }
      product = Math.multiplyExact(product, dimension);
    }
    return product;
  }
}
