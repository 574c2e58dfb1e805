package io.baton.sdxl.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;

/**
 * The autoencoder between images and latents, both halves.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class AutoencoderKl implements AutoCloseable {

  static final String COMPONENT = "vae";
  static final String STEM = "diffusion_pytorch_model";

  private final VaeEncoder encoder;
  private final VaeDecoder decoder;

  private AutoencoderKl(VaeEncoder encoder, VaeDecoder decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /** Loads the autoencoder of a model, as {@link VaeEncoder#load} does. */
  public static AutoencoderKl load(
      ModelDirectory directory, NDManager parent, Placement placement) {
    VaeEncoder encoder = VaeEncoder.load(directory, parent, placement);
    try {
      return new AutoencoderKl(encoder, VaeDecoder.load(directory, parent, placement));
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  /** The distribution of images' latents, as {@link VaeEncoder#encode} gives it. */
  public LatentDistribution encode(NDManager scope, NDArray pixels) {
    return encoder.encode(scope, pixels);
  }

  /**
   * The images of latents, [B, 3, height, width], about -1 to 1, 32-bit.
   *
   * @param scope owns the result
   * @param latents [B, channels, height, width], unscaled
   */
  public NDArray decode(NDManager scope, NDArray latents) {
    return decoder.decodeUnscaled(scope, latents);
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
  }
}
