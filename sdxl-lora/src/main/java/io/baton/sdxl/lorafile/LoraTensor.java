package io.baton.sdxl.lorafile;

import java.util.List;

/**
 * One tensor of a LoRA file and where its values lie in the flat row.
 *
 * @param key as diffusers saves it, such as {@code unet.….attn1.to_k.lora.down.weight}
 * @param role the projection to or from the low rank
 * @param shape {@code [rank, in]} for down, {@code [out, rank]} for up
 * @param offset of its first value in the flat row
 */
public record LoraTensor(String key, Role role, List<Long> shape, int offset) {

  /** Which of a module's two matrices it is. */
  public enum Role {
    DOWN,
    UP
  }

  public LoraTensor {
    shape = List.copyOf(shape);
  }

  /** Number of values. */
  public int length() {
    return Math.toIntExact(
        shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
  }
}
