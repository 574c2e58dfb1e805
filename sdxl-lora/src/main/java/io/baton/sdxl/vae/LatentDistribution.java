package io.baton.sdxl.vae;

import ai.djl.ndarray.NDArray;

/**
 * The normal distribution of an image's latents.
 *
 * @param mean [B, channels, height, width], 32-bit, unscaled
 * @param logVariance natural logarithm of the variance, likewise, -30 to 20
 */
public record LatentDistribution(NDArray mean, NDArray logVariance) implements AutoCloseable {

  /**
   * The sample mean + exp(logVariance / 2) · {@code noise}.
   *
   * @param noise standard normal numbers, of the same shape
   */
  public NDArray sample(NDArray noise) {
    try (NDArray half = logVariance.mul(0.5f);
        NDArray deviation = half.exp();
        NDArray spread = deviation.mul(noise)) {
      return mean.add(spread);
    }
  }

  @Override
  public void close() {
    mean.close();
    logVariance.close();
  }
}
