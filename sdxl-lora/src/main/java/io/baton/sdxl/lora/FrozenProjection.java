package io.baton.sdxl.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Where a projection's frozen weights are among the tensors of its block.
 *
 * @param projection that they belong to
 * @param weight index of the weight, [rows, in]
 * @param firstRow of the weight (and of the bias) that is the projection's; the rows before and
 *     after it are those of projections of the same input
 * @param bias index of the bias, [rows]
 */
public record FrozenProjection(
    LinearProjection projection, int weight, int firstRow, OptionalInt bias) {

  public FrozenProjection {
    Objects.requireNonNull(projection, "projection");
    Objects.requireNonNull(bias, "bias");
  }

  /** A view of the weight, [out, in]; the caller closes it. */
  NDArray weight(List<NDArray> tensors) {
    return tensors.get(weight).get(new NDIndex("%d:%d".formatted(firstRow, endRow())));
  }

  /** The weight in the block's script. */
  String weightExpression() {
    return rows(weight);
  }

  /** The bias in the block's script. */
  String biasExpression() {
    return rows(bias.orElseThrow());
  }

  private String rows(int index) {
    return "torch.slice(w[%d], 0, %d, %d)".formatted(index, firstRow, endRow());
  }

  private int endRow() {
    return firstRow + projection.outFeatures();
  }
}
