package io.baton.sdxl.lorafile;

import java.util.List;
import java.util.Optional;

/**
 * A module's LoRA: its weight W becomes {@code W + alpha/rank · up · down}; with DoRA, each row of
 * that is brought to the length that {@code magnitude} says.
 *
 * @param down {@code [rank, in]}, {@code [rank, in, k, k]} for a convolution
 * @param up {@code [out, rank]}, {@code [out, rank, 1, 1]} for a convolution
 * @param alpha finite
 * @param magnitude {@code [out]}, of DoRA alone
 */
public record LoraModule(
    LoraMatrix down, LoraMatrix up, double alpha, Optional<LoraMatrix> magnitude) {

  public LoraModule {
    if (down.shape().size() < 2
        || up.shape().size() != down.shape().size()
        || down.shape().get(0) < 1
        || !up.shape().get(1).equals(down.shape().get(0))) {
      throw new IllegalArgumentException(
          "its down has shape %s and its up %s".formatted(down.shape(), up.shape()));
    }
    if (up.shape().stream().skip(2).anyMatch(size -> size != 1)) {
      throw new IllegalArgumentException("its up is a convolution of shape " + up.shape());
    }
    if (!Double.isFinite(alpha)) {
      throw new IllegalArgumentException("its alpha is " + alpha);
    }
    if (magnitude.isPresent()
        && !magnitude.orElseThrow().shape().equals(List.of(up.shape().get(0)))) {
      throw new IllegalArgumentException(
          "its magnitude has shape %s for %d outputs"
              .formatted(magnitude.orElseThrow().shape(), up.shape().get(0)));
    }
  }

  public int rank() {
    return Math.toIntExact(down.shape().get(0));
  }

  /** What {@code up · down} counts. */
  public double scale() {
    return alpha / rank();
  }

  /** The same LoRA with an alpha that is its rank, and so a scale of 1. */
  public LoraModule folded() {
    return new LoraModule(down, up.times(scale()), rank(), magnitude);
  }
}
