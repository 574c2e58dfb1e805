package io.baton.sdxl.lorafile;

import java.util.List;

/**
 * One tensor of a LoRA file and where its values lie in the flat row.
 *
 * @param key as diffusers saves it, such as {@code unet.….attn1.to_k.lora.down.weight}
 * @param role what it is of its module
 * @param shape {@code [rank, in]} for down, {@code [out, rank]} for up, {@code [out]} for magnitude
 * @param offset of its first value in the flat row
 */
public record LoraTensor(String key, Role role, List<Long> shape, int offset) {

  /** What it is of its module. */
  public enum Role {
    /** The projection to the low rank. */
    DOWN,
    /** The projection from the low rank. */
    UP,
    /** DoRA's magnitudes of the output's features. */
    MAGNITUDE
  }

  public LoraTensor {
    shape = List.copyOf(shape);
  }

  LoraTensor movedBy(int distance) {
    return new LoraTensor(key, role, shape, offset + distance);
  }

  /** Number of values. */
  public int length() {
    return Math.toIntExact(
        shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
  }
}
