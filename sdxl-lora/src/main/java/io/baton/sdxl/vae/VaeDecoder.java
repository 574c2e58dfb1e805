package io.baton.sdxl.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.torch.GradMode;
import java.util.List;

/**
 * The half of the autoencoder that makes images of latents, without the weights of the other.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class VaeDecoder implements AutoCloseable {

  private final VaeHalf half;

  private VaeDecoder(VaeHalf half) {
    this.half = half;
  }

  /**
   * Loads the decoder of a model.
   *
   * @param parent a manager on the placement's device; closing it closes the weights
   * @param placement SDXL's own autoencoder overflows in 16-bit floats: use 32
   * @throws io.baton.sdxl.failure.TrainingFailure with {@code NO_INPUT} when a file is missing,
   *     with {@code BAD_INPUT} when one is malformed or asks for another architecture
   */
  public static VaeDecoder load(ModelDirectory directory, NDManager parent, Placement placement) {
    return new VaeDecoder(
        VaeHalf.load(
            directory, parent, placement, VaeStack::decoder, List.of("encoder.", "quant_conv.")));
  }

  public VaeConfig config() {
    return half.config();
  }

  /**
   * The images of latents, [B, 3, height, width], about -1 to 1, 32-bit.
   *
   * @param scope owns the result
   * @param latents [B, channels, height, width], as the UNet knows them
   */
  public NDArray decode(NDManager scope, NDArray latents) {
    try (NDManager work = half.work(scope);
        GradMode off = GradMode.disabled()) {
      return decodeUnscaled(scope, new LatentScale(half.config()).toVae(work, latents));
    }
  }

  /** The images of the autoencoder's own latents. */
  NDArray decodeUnscaled(NDManager scope, NDArray latents) {
    try (NDManager work = half.work(scope);
        GradMode off = GradMode.disabled()) {
      NDArray images = half.run(work, latents);
      images.attach(scope);
      return images;
    }
  }

  @Override
  public void close() {
    half.close();
  }
}
