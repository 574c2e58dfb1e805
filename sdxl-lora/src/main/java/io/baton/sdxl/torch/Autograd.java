package io.baton.sdxl.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;

/** Reverse-mode differentiation. Gradients add up in the leaves that require them. */
public final class Autograd {

  private Autograd() {}

  /** Differentiates the sum of {@code output}'s elements (a scalar loss: itself). */
  public static void backward(NDArray output) {
    try (NDArray ones = output.onesLike()) {
      backward(output, ones);
    }
  }

  /** Differentiates {@code output} weighted by {@code gradient}, of the same shape. */
  public static void backward(NDArray output, NDArray gradient) {
    JniUtils.backward((PtNDArray) output, (PtNDArray) gradient, false, false);
  }

  /** A new leaf with {@code tensor}'s values, sharing its memory, in the same manager. */
  public static NDArray leaf(NDArray tensor, boolean requiresGradient) {
    NDArray leaf = tensor.stopGradient();
    if (requiresGradient) {
      leaf.setRequiresGradient(true);
    }
    return leaf;
  }

  /** The gradient that has reached {@code leaf}, if any has. The caller closes it. */
  public static Optional<NDArray> gradient(NDArray leaf) {
    return Optional.ofNullable(JniUtils.getGradient((PtNDArray) leaf));
  }

  /** Sets the gradient that has reached {@code leaf}, if any, to 0. */
  public static void zeroGradient(NDArray leaf) {
    JniUtils.zeroGrad((PtNDArray) leaf);
  }
}
