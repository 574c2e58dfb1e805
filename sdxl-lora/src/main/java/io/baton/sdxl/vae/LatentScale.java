package io.baton.sdxl.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Between the autoencoder's latents and those that the UNet knows: those times the scaling factor,
 * and standardized where the configuration says how.
 */
public record LatentScale(VaeConfig config) {

  /** The UNet's; they belong to the latents' manager. */
  public NDArray toUnet(NDArray latents) {
    if (config.latentsMean().isEmpty() || config.latentsDeviation().isEmpty()) {
      return latents.mul((float) config.scalingFactor());
    }
    NDManager manager = latents.getManager();
    try (NDArray mean = channels(manager, config.latentsMean().get());
        NDArray deviation = channels(manager, config.latentsDeviation().get());
        NDArray centered = latents.sub(mean);
        NDArray scaled = centered.mul((float) config.scalingFactor())) {
      return scaled.div(deviation);
    }
  }

  /** The autoencoder's; they are {@code scope}'s. */
  public NDArray toVae(NDManager scope, NDArray latents) {
    NDArray own = latents.div((float) config.scalingFactor());
    own.attach(scope);
    if (config.latentsMean().isEmpty() || config.latentsDeviation().isEmpty()) {
      return own;
    }
    NDArray deviation = channels(scope, config.latentsDeviation().get());
    return own.mul(deviation).add(channels(scope, config.latentsMean().get()));
  }

  private static NDArray channels(NDManager manager, List<Double> numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return manager.create(values, new Shape(1, values.length, 1, 1));
  }
}
