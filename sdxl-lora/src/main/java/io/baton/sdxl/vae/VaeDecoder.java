package io.baton.sdxl.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.baton.sdxl.block.Block;
import io.baton.sdxl.block.BlockRunner;
import io.baton.sdxl.block.Mode;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.model.WeightFiles;
import io.baton.sdxl.model.WeightLoader;
import io.baton.sdxl.torch.GradMode;
import java.util.List;

/**
 * The half of the autoencoder that makes images of latents, without the weights of the other.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class VaeDecoder implements AutoCloseable {

  private final VaeConfig config;
  private final NDManager manager;
  private final List<Block> blocks;
  private final BlockRunner runner;

  private VaeDecoder(VaeConfig config, NDManager manager, List<Block> blocks) {
    this.config = config;
    this.manager = manager;
    this.blocks = blocks;
    this.runner = BlockRunner.compile(manager, blocks);
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
    VaeConfig config = VaeConfig.load(directory);
    NDManager manager = parent.newSubManager(placement.device());
    WeightFiles files = directory.weights(AutoencoderKl.COMPONENT, AutoencoderKl.STEM);
    try (GradMode off = GradMode.disabled();
        WeightLoader weights = WeightLoader.of(files, manager, placement.type())) {
      List<Block> blocks = VaeStack.decoder(config, weights, placement.type().scalarType());
      weights.requireAllRead(
          files.names().stream()
              .filter(name -> name.startsWith("encoder.") || name.startsWith("quant_conv."))
              .toArray(String[]::new));
      return new VaeDecoder(config, manager, blocks);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  public VaeConfig config() {
    return config;
  }

  /**
   * The images of latents, [B, 3, height, width], about -1 to 1, 32-bit.
   *
   * @param scope owns the result
   * @param latents [B, channels, height, width], as the UNet knows them
   */
  public NDArray decode(NDManager scope, NDArray latents) {
    try (NDManager work = scope.newSubManager(manager.getDevice());
        GradMode off = GradMode.disabled()) {
      return decodeUnscaled(scope, new LatentScale(config).toVae(work, latents));
    }
  }

  /** The images of the autoencoder's own latents. */
  NDArray decodeUnscaled(NDManager scope, NDArray latents) {
    try (NDManager work = scope.newSubManager(manager.getDevice());
        GradMode off = GradMode.disabled()) {
      NDArray x = latents;
      for (Block block : blocks) {
        NDArray next = runner.run(work, Mode.INFERENCE, block, x);
        if (x != latents) {
          x.close();
        }
        x = next;
      }
      NDArray images = x.getDataType() == DataType.FLOAT32 ? x : x.toType(DataType.FLOAT32, false);
      images.attach(scope);
      return images;
    }
  }

  @Override
  public void close() {
    runner.close();
    manager.close();
  }
}
