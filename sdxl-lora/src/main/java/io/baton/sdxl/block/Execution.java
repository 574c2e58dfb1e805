package io.baton.sdxl.block;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** How a forward pass computes its blocks, and what it keeps of them. */
public interface Execution extends AutoCloseable {

  /** The output of {@code block}. */
  NDArray run(Block block, NDArray... inputs);

  /** Says that the forward pass has no further use of {@code activation}. */
  void release(NDArray activation);

  /** Differentiates blocks' outputs, one or more, together. The caller closes the gradients. */
  void backward(List<OutputGradient> outputs);

  /** Frees all that is kept. */
  @Override
  void close();
}
