package io.baton.sdxl.unet;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.block.Execution;
import io.baton.sdxl.block.OutputGradient;
import io.baton.sdxl.torch.Autograd;
import java.util.List;

/** A forward pass that waits for its loss. Belongs to the thread that made it. */
public final class UNetPass implements AutoCloseable {

  private final Execution execution;
  private final NDArray output;
  private final NDArray prediction;

  UNetPass(Execution execution, NDArray output) {
    this.execution = execution;
    this.output = output;
    this.prediction = Autograd.leaf(output, true);
  }

  /**
   * What the UNet predicts, [B, channels, height, width], 32-bit: a leaf that requires gradients.
   * The loss is made of it with gradients on.
   */
  public NDArray prediction() {
    return prediction;
  }

  /**
   * Differentiates the loss: the gradients of the adapters, and of those of the pass's inputs that
   * are leaves and require them, add up. Once a pass.
   *
   * @param loss a scalar made of {@link #prediction()}
   */
  public void backward(NDArray loss) {
    Autograd.backward(loss);
    try (NDArray gradient =
        Autograd.gradient(prediction)
            .orElseThrow(() -> new IllegalArgumentException("not a loss of this prediction"))) {
      execution.backward(List.of(new OutputGradient(output, gradient)));
    }
  }

  /** Frees what the pass still holds, the prediction included. */
  @Override
  public void close() {
    execution.close();
  }
}
