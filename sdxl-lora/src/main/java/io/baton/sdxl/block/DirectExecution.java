package io.baton.sdxl.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;

/** Computes each block once; libtorch records what the gradients need, if they are wanted. */
public final class DirectExecution implements Execution {

  private final BlockRunner runner;
  private final NDManager manager;
  private final boolean gradients;

  public DirectExecution(BlockRunner runner, NDManager scope, boolean gradients) {
    this.runner = runner;
    this.manager = scope.newSubManager();
    this.gradients = gradients;
  }

  @Override
  public NDArray run(Block block, NDArray... inputs) {
    try (GradMode mode = gradients ? GradMode.enabled() : GradMode.disabled()) {
      return runner.run(manager, block, inputs);
    }
  }

  @Override
  public void release(NDArray activation) {
    // What the gradients need of it, libtorch holds on to by itself.
    activation.close();
  }

  @Override
  public void backward(NDArray output, NDArray gradient) {
    Autograd.backward(output, gradient);
  }

  @Override
  public void close() {
    manager.close();
  }
}
