package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.torch.GradMode;
import java.util.List;

/** Keeps the gradient of all weights together from being longer than a limit. */
public final class GradientClipping {

  // As torch.nn.utils.clip_grad_norm_ adds it.
  private static final double AGAINST_ZERO = 1e-6;

  private GradientClipping() {}

  /**
   * Multiplies the gradients, in place, by min(1, limit / (norm + 1e-6)).
   *
   * @param gradients flat, one or more
   * @param limit of the L2 norm of all of them together
   * @return that norm before clipping
   */
  public static double clip(List<NDArray> gradients, double limit) {
    try (GradMode off = GradMode.disabled()) {
      double length = norm(gradients);
      double factor = limit / (length + AGAINST_ZERO);
      if (factor < 1) {
        gradients.forEach(each -> each.muli(factor));
      }
      return length;
    }
  }

  private static double norm(List<NDArray> gradients) {
    double squares = 0;
    for (NDArray each : gradients) {
      try (NDArray norm = each.norm()) {
        double length = norm.getFloat();
        squares += length * length;
      }
    }
    // Exact for a single one: the square of a float fits a double.
    return Math.sqrt(squares);
  }
}
