package io.baton.sdxl.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.torch.GradMode;
import java.util.List;

/**
 * The half of the autoencoder that makes latents of images, without the weights of the other.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class VaeEncoder implements AutoCloseable {

  private static final float LEAST_LOG_VARIANCE = -30;
  private static final float MOST_LOG_VARIANCE = 20;

  private final VaeHalf half;

  private VaeEncoder(VaeHalf half) {
    this.half = half;
  }

  /**
   * Loads the encoder of a model.
   *
   * @param parent a manager on the placement's device; closing it closes the weights
   * @param placement SDXL's own autoencoder overflows in 16-bit floats: use 32
   * @throws io.baton.sdxl.failure.TrainingFailure with {@code NO_INPUT} when a file is missing,
   *     with {@code BAD_INPUT} when one is malformed or asks for another architecture
   */
  public static VaeEncoder load(ModelDirectory directory, NDManager parent, Placement placement) {
    return new VaeEncoder(
        VaeHalf.load(
            directory,
            parent,
            placement,
            VaeStack::encoder,
            List.of("decoder.", "post_quant_conv.")));
  }

  /**
   * The distribution of images' latents.
   *
   * @param scope owns the result
   * @param pixels [B, 3, height, width], -1 to 1; sides are multiples of {@link
   *     VaeConfig#downscaleFactor()}
   */
  public LatentDistribution encode(NDManager scope, NDArray pixels) {
    Shape shape = pixels.getShape();
    int factor = half.config().downscaleFactor();
    if (shape.dimension() != 4
        || shape.get(1) != half.config().imageChannels()
        || shape.get(2) % factor != 0
        || shape.get(3) % factor != 0) {
      throw new IllegalArgumentException(
          "pixels of shape %s cannot be encoded by a factor of %d".formatted(shape, factor));
    }
    try (NDManager work = half.work(scope);
        GradMode off = GradMode.disabled()) {
      NDList halves = half.run(work, pixels).split(2, 1);
      halves.attach(work);
      NDArray mean = halves.get(0).duplicate();
      NDArray logVariance = halves.get(1).clip(LEAST_LOG_VARIANCE, MOST_LOG_VARIANCE);
      mean.attach(scope);
      logVariance.attach(scope);
      return new LatentDistribution(mean, logVariance);
    }
  }

  @Override
  public void close() {
    half.close();
  }
}
