package io.baton.sdxl.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.ScriptMethod;
import io.baton.sdxl.torch.ScriptModule;
import java.util.List;

/** The squared L2 norms of a matrix's rows, in 32 bits whatever the matrix has. */
final class RowNorms implements AutoCloseable {

  private final ScriptModule module;

  private RowNorms(ScriptModule module) {
    this.module = module;
  }

  static RowNorms compile(NDManager manager) {
    ScriptMethod square =
        new ScriptMethod(
            "square", "x: Tensor", "return torch.sum(torch.square(torch.to(x, 6)), [1])");
    return new RowNorms(ScriptModule.compile(manager, List.of(square)));
  }

  /**
   * @param matrix [rows, columns]
   * @param into [rows], 32-bit
   */
  void square(NDArray matrix, NDArray into) {
    try (GradMode off = GradMode.disabled();
        NDArray squares = module.call(into.getManager(), "square", matrix)) {
      into.set(new NDIndex(":"), squares);
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
