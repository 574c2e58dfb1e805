package io.baton.sdxl.optimizer;

import java.util.List;
import java.util.Objects;

/**
 * One tensor in a flat row of values.
 *
 * @param name as it is saved, such as {@code unet.….attn1.to_k.lora.down.weight}
 * @param offset of its first value in the row
 * @param shape dimensions, outermost first
 */
public record TensorSlice(String name, int offset, List<Long> shape) {

  public TensorSlice {
    Objects.requireNonNull(name, "name");
    shape = List.copyOf(shape);
    if (offset < 0) {
      throw new IllegalArgumentException("%s cannot begin at %d".formatted(name, offset));
    }
  }

  /** Number of values. */
  public int length() {
    return Math.toIntExact(
        shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
  }
}
