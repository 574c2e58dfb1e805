package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.torch.ScriptMethod;
import java.util.List;

/**
 * Floats as bytes: a block's largest magnitude times what each byte stands for in a {@link
 * DynamicMap}. Its script methods {@code unpack} and {@code pack} take the tensors that a map has
 * here.
 *
 * @param values what each byte stands for, [256]
 * @param edges between the bytes, [257]
 * @param guesses table of bytes, 32-bit integers, [2·cells + 1]
 */
record Quantization(NDArray values, NDArray edges, NDArray guesses) {

  // Bytes x [blocks, n] to floats; scales [blocks].
  private static final String UNPACK =
      """
      y = torch.index_select(values, 0, torch.reshape(torch.to(x, 3), [-1]))
      return torch.mul_(torch.reshape(y, torch.size(x)), torch.unsqueeze(scales, 1))
      """;

  // Floats x [blocks, n], which it overwrites, to bytes.
  private static final String PACK =
      """
      torch.copy_(scales, torch.amax(torch.abs(x), [1]))
      torch.div_(x, torch.unsqueeze(torch.clamp_min(scales, 1e-38), 1))
      y = torch.reshape(x, [-1])
      e = torch.add_(torch.log2(torch.clamp(torch.abs(y), %1$s, 1)), %2$d)
      e = torch.mul_(torch.mul_(e, %3$d), torch.sign(y))
      c = torch.index_select(guesses, 0, torch.add_(torch.to(e, 3), %4$d))
      up = torch.gt(y, torch.index_select(edges, 0, torch.add(c, 1)))
      down = torch.le(y, torch.index_select(edges, 0, c))
      return torch.reshape(torch.sub_(torch.add_(c, up), torch.to(down, 3)), torch.size(x))
      """;

  static List<ScriptMethod> methods() {
    String smallest = String.valueOf(StrictMath.pow(2, -DynamicMap.OCTAVES));
    int cells = DynamicMap.OCTAVES * DynamicMap.CELLS_AN_OCTAVE;
    return List.of(
        new ScriptMethod("unpack", "x: Tensor, scales: Tensor, values: Tensor", UNPACK),
        new ScriptMethod(
            "pack",
            "x: Tensor, scales: Tensor, edges: Tensor, guesses: Tensor",
            PACK.formatted(smallest, DynamicMap.OCTAVES, DynamicMap.CELLS_AN_OCTAVE, cells)));
  }

  static Quantization of(NDManager manager, DynamicMap map) {
    int[] guesses = map.guesses();
    return new Quantization(
        manager.create(map.values()),
        manager.create(map.edges()),
        manager.create(guesses, new Shape(guesses.length)));
  }
}
