package io.baton.sdxl.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;
import java.util.List;

/**
 * Computes each block once, with gradients for training: libtorch records what they need. Without,
 * it is for use.
 */
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
      return runner.run(manager, gradients ? Mode.TRAINING : Mode.INFERENCE, block, inputs);
    }
  }

  @Override
  public void release(NDArray activation) {
    // What the gradients need of it, libtorch holds on to by itself.
    activation.close();
  }

  @Override
  public void backward(List<OutputGradient> outputs) {
    if (outputs.size() == 1) {
      Autograd.backward(outputs.get(0).output(), outputs.get(0).gradient());
      return;
    }
    // Outputs may share a graph, which can be walked only once: so they become one scalar.
    try (GradMode on = GradMode.enabled();
        NDManager scope = manager.newSubManager()) {
      NDArray sum = scope.zeros(new Shape(), DataType.FLOAT32);
      for (OutputGradient each : outputs) {
        NDArray weighted = each.output().mul(each.gradient()).sum();
        weighted.attach(scope);
        sum = sum.add(weighted);
      }
      Autograd.backward(sum);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
