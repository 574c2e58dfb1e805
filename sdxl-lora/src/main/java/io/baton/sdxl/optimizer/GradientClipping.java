package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.torch.GradMode;

/** Keeps the gradient of all weights together from being longer than a limit. */
public final class GradientClipping {

  // As torch.nn.utils.clip_grad_norm_ adds it.
  private static final double AGAINST_ZERO = 1e-6;

  private GradientClipping() {}

  /**
   * Multiplies the gradients, in place, by min(1, limit / (norm + 1e-6)).
   *
   * @param gradients [n]
   * @param limit of the L2 norm
   * @return the L2 norm before clipping
   */
  public static double clip(NDArray gradients, double limit) {
    try (GradMode off = GradMode.disabled();
        NDArray norm = gradients.norm()) {
      float length = norm.getFloat();
      double factor = limit / (length + AGAINST_ZERO);
      if (factor < 1) {
        gradients.muli(factor);
      }
      return length;
    }
  }
}
