package io.baton.sdxl.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
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
 * The half of the autoencoder that makes latents of images, without the weights of the other.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class VaeEncoder implements AutoCloseable {

  private static final float LEAST_LOG_VARIANCE = -30;
  private static final float MOST_LOG_VARIANCE = 20;

  private final VaeConfig config;
  private final NDManager manager;
  private final List<Block> blocks;
  private final BlockRunner runner;

  private VaeEncoder(VaeConfig config, NDManager manager, List<Block> blocks) {
    this.config = config;
    this.manager = manager;
    this.blocks = blocks;
    this.runner = BlockRunner.compile(manager, blocks);
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
    VaeConfig config = VaeConfig.load(directory);
    NDManager manager = parent.newSubManager(placement.device());
    WeightFiles files = directory.weights(AutoencoderKl.COMPONENT, AutoencoderKl.STEM);
    try (GradMode off = GradMode.disabled();
        WeightLoader weights = WeightLoader.of(files, manager, placement.type())) {
      List<Block> blocks = VaeStack.encoder(config, weights, placement.type().scalarType());
      weights.requireAllRead(
          files.names().stream()
              .filter(name -> name.startsWith("decoder.") || name.startsWith("post_quant_conv."))
              .toArray(String[]::new));
      return new VaeEncoder(config, manager, blocks);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
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
    int factor = config.downscaleFactor();
    if (shape.dimension() != 4
        || shape.get(1) != config.imageChannels()
        || shape.get(2) % factor != 0
        || shape.get(3) % factor != 0) {
      throw new IllegalArgumentException(
          "pixels of shape %s cannot be encoded by a factor of %d".formatted(shape, factor));
    }
    try (NDManager work = scope.newSubManager(manager.getDevice());
        GradMode off = GradMode.disabled()) {
      NDList halves = moments(work, pixels).split(2, 1);
      halves.attach(work);
      NDArray mean = halves.get(0).duplicate();
      NDArray logVariance = halves.get(1).clip(LEAST_LOG_VARIANCE, MOST_LOG_VARIANCE);
      mean.attach(scope);
      logVariance.attach(scope);
      return new LatentDistribution(mean, logVariance);
    }
  }

  private NDArray moments(NDManager work, NDArray pixels) {
    NDArray x = pixels;
    for (Block block : blocks) {
      NDArray next = runner.run(work, Mode.INFERENCE, block, x);
      if (x != pixels) {
        x.close();
      }
      x = next;
    }
    return x.getDataType() == DataType.FLOAT32 ? x : x.toType(DataType.FLOAT32, false);
  }

  @Override
  public void close() {
    runner.close();
    manager.close();
  }
}
