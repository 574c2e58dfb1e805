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
import io.baton.sdxl.model.WeightLoader;
import io.baton.sdxl.torch.GradMode;
import java.util.List;
import java.util.stream.Stream;

/**
 * The autoencoder between images and latents.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class AutoencoderKl implements AutoCloseable {

  static final String COMPONENT = "vae";
  static final String STEM = "diffusion_pytorch_model";
  private static final float LEAST_LOG_VARIANCE = -30;
  private static final float MOST_LOG_VARIANCE = 20;

  private final VaeConfig config;
  private final NDManager manager;
  private final List<Block> encoder;
  private final List<Block> decoder;
  private final BlockRunner runner;

  private AutoencoderKl(
      VaeConfig config, NDManager manager, List<Block> encoder, List<Block> decoder) {
    this.config = config;
    this.manager = manager;
    this.encoder = encoder;
    this.decoder = decoder;
    this.runner =
        BlockRunner.compile(manager, Stream.concat(encoder.stream(), decoder.stream()).toList());
  }

  /**
   * Loads the autoencoder of a model.
   *
   * @param parent a manager on the placement's device; closing it closes the weights
   * @param placement SDXL's own autoencoder overflows in 16-bit floats: use 32
   * @throws io.baton.sdxl.failure.TrainingFailure with {@code NO_INPUT} when a file is missing,
   *     with {@code BAD_INPUT} when one is malformed or asks for another architecture
   */
  public static AutoencoderKl load(
      ModelDirectory directory, NDManager parent, Placement placement) {
    VaeConfig config = VaeConfig.from(directory.config(COMPONENT));
    NDManager manager = parent.newSubManager(placement.device());
    int scalarType = placement.type().scalarType();
    try (GradMode off = GradMode.disabled();
        WeightLoader weights =
            WeightLoader.of(directory.weights(COMPONENT, STEM), manager, placement.type())) {
      List<Block> encoder = VaeStack.encoder(config, weights, scalarType);
      List<Block> decoder = VaeStack.decoder(config, weights, scalarType);
      weights.requireAllRead();
      return new AutoencoderKl(config, manager, encoder, decoder);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  public VaeConfig config() {
    return config;
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
      NDArray moments = run(work, encoder, pixels);
      NDList halves = moments.split(2, 1);
      halves.attach(work);
      NDArray mean = halves.get(0).duplicate();
      NDArray logVariance = halves.get(1).clip(LEAST_LOG_VARIANCE, MOST_LOG_VARIANCE);
      mean.attach(scope);
      logVariance.attach(scope);
      return new LatentDistribution(mean, logVariance);
    }
  }

  /**
   * The images of latents, [B, 3, height, width], about -1 to 1, 32-bit.
   *
   * @param scope owns the result
   * @param latents [B, channels, height, width], unscaled
   */
  public NDArray decode(NDManager scope, NDArray latents) {
    try (NDManager work = scope.newSubManager(manager.getDevice());
        GradMode off = GradMode.disabled()) {
      NDArray images = run(work, decoder, latents);
      images.attach(scope);
      return images;
    }
  }

  private NDArray run(NDManager work, List<Block> blocks, NDArray input) {
    NDArray x = input;
    for (Block block : blocks) {
      NDArray next = runner.run(work, Mode.INFERENCE, block, x);
      if (x != input) {
        x.close();
      }
      x = next;
    }
    return x.getDataType() == DataType.FLOAT32 ? x : x.toType(DataType.FLOAT32, false);
  }

  /**
   * Latents as the UNet knows them: times the scaling factor, and standardized where the
   * configuration says how. The result belongs to the latents' manager.
   */
  public NDArray scale(NDArray latents) {
    if (config.latentsMean().isEmpty() || config.latentsDeviation().isEmpty()) {
      return latents.mul((float) config.scalingFactor());
    }
    try (NDArray mean = channels(latents, config.latentsMean().get());
        NDArray deviation = channels(latents, config.latentsDeviation().get());
        NDArray centered = latents.sub(mean);
        NDArray scaled = centered.mul((float) config.scalingFactor())) {
      return scaled.div(deviation);
    }
  }

  private static NDArray channels(NDArray latents, List<Double> numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return latents.getManager().create(values, new Shape(1, values.length, 1, 1));
  }

  @Override
  public void close() {
    runner.close();
    manager.close();
  }
}
