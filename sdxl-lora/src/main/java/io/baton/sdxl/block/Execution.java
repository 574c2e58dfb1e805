package io.baton.sdxl.block;

import ai.djl.ndarray.NDArray;

/** How a forward pass computes its blocks, and what it keeps of them. */
public interface Execution extends AutoCloseable {

  /** The output of {@code block}. */
  NDArray run(Block block, NDArray... inputs);

  /** Says that the forward pass has no further use of {@code activation}. */
  void release(NDArray activation);

  /** Differentiates {@code output}, which was the last block's, weighted by {@code gradient}. */
  void backward(NDArray output, NDArray gradient);

  /** Frees all that is kept. */
  @Override
  void close();
}
