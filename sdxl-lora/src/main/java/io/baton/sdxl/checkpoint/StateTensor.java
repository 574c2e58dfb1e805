package io.baton.sdxl.checkpoint;

import io.baton.sdxl.lorafile.LoraTensor;
import java.util.List;
import java.util.Objects;

/**
 * One tensor of a checkpoint and where its values lie in their row.
 *
 * @param key in the file
 * @param shape dimensions, outermost first
 * @param offset of its first value in the row
 */
public record StateTensor(String key, List<Long> shape, int offset) {

  public StateTensor {
    Objects.requireNonNull(key, "key");
    shape = List.copyOf(shape);
  }

  static StateTensor of(LoraTensor tensor) {
    return new StateTensor(tensor.key(), tensor.shape(), tensor.offset());
  }

  /** Number of values. */
  int length() {
    return Math.toIntExact(
        shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
  }
}
