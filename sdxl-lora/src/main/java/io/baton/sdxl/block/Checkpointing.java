package io.baton.sdxl.block;

import ai.djl.ndarray.NDManager;

/** What a forward pass keeps for its backward pass. */
public enum Checkpointing {
  /** Everything that the gradients need. */
  NONE {
    @Override
    public Execution execution(BlockRunner runner, NDManager scope) {
      return new DirectExecution(runner, scope, true);
    }
  },
  /**
   * Only what flows between the blocks; each block (resnet, transformer block, …) is computed again
   * when its gradients are due. Less memory for about a third more time; the gradients are the
   * same, bit for bit.
   */
  BLOCKS {
    @Override
    public Execution execution(BlockRunner runner, NDManager scope) {
      return new RecomputingExecution(runner, scope);
    }
  };

  /** Runs a training pass; {@code scope} owns what it keeps, if it is not closed before. */
  public abstract Execution execution(BlockRunner runner, NDManager scope);
}
