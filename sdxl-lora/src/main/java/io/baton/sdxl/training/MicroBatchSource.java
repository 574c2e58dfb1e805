package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.dataset.EpochPlan;
import io.baton.sdxl.dataset.EpochPlan.MicroStep;
import io.baton.sdxl.dataset.PreparedImages;
import io.baton.sdxl.image.Framing;
import io.baton.sdxl.image.RgbImage;
import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import io.baton.sdxl.vae.AutoencoderKl;
import io.baton.sdxl.vae.LatentDistribution;
import java.util.ArrayList;
import java.util.List;

/** Makes the batch of any micro-step from the images, the captions and the seed alone. */
final class MicroBatchSource {

  private static final int TIME_IDS = 6;

  private final EpochPlan plan;
  private final ImageOptions options;
  private final PreparedImages images;
  private final AutoencoderKl vae;
  private final LatentCache cache;
  private final int trainingTimesteps;
  private final long seed;

  MicroBatchSource(
      EpochPlan plan,
      ImageOptions options,
      PreparedImages images,
      AutoencoderKl vae,
      LatentCache cache,
      int trainingTimesteps,
      long seed) {
    this.plan = plan;
    this.options = options;
    this.images = images;
    this.vae = vae;
    this.cache = cache;
    this.trainingTimesteps = trainingTimesteps;
    this.seed = seed;
  }

  /** The batch of a micro-step; its tensors are {@code scope}'s. */
  MicroBatch batch(NDManager scope, MicroStep step) {
    int[] rows = plan.rowsOf(step, seed);
    List<String> texts = new ArrayList<>();
    NDList latents = new NDList();
    float[] timeIds = new float[rows.length * TIME_IDS];
    int[] timesteps = new int[rows.length];
    for (int row = 0; row < rows.length; row++) {
      int image = rows[row] / options.repeats();
      Framing framing = framing(image, step.index(), row);
      texts.add(images.caption(image));
      latents.add(latents(scope, image, framing, step.index(), row));
      timesteps[row] = stream(Purpose.TIMESTEP, step.index(), row).below(trainingTimesteps, 0);
      float[] ids = {
        images.originalHeight(image),
        images.originalWidth(image),
        framing.top(),
        framing.left(),
        options.framing().resolution(),
        options.framing().resolution()
      };
      System.arraycopy(ids, 0, timeIds, row * TIME_IDS, TIME_IDS);
    }
    NDArray clean = NDArrays.concat(latents, 0);
    clean.attach(scope);
    return new MicroBatch(
        clean,
        noise(scope, clean.getShape(), step.index()),
        timesteps,
        texts,
        scope.create(timeIds, new Shape(rows.length, TIME_IDS)));
  }

  private Framing framing(int image, long microStep, int row) {
    RgbImage resized = images.resized(image);
    boolean flipped =
        options.framing().randomFlip() && stream(Purpose.FLIP, microStep, row).uniform(0) < 0.5;
    return options.framing().centerCrop()
        ? Framing.centre(resized, options.framing().resolution(), flipped)
        : Framing.random(resized, options.framing().resolution(), seed, microStep, row, flipped);
  }

  // Image by image: the bits must not depend on what else is in the batch or has been seen before.
  private NDArray latents(NDManager scope, int image, Framing framing, long microStep, int row) {
    LatentDistribution distribution =
        cache.get(image, framing, () -> vae.encode(scope, pixels(scope, image, framing)));
    Shape shape = distribution.mean().getShape();
    float[] normal = new float[(int) shape.size()];
    stream(Purpose.POSTERIOR, microStep, row).fillGaussian(normal, 0, normal.length);
    try (NDManager work = scope.newSubManager()) {
      // What is computed from the cache's tensors must not stay with the cache.
      work.tempAttachAll(distribution.mean(), distribution.logVariance());
      NDArray latents = vae.scale(distribution.sample(work.create(normal, shape)));
      latents.attach(scope);
      return latents;
    }
  }

  private NDArray pixels(NDManager scope, int image, Framing framing) {
    int side = options.framing().resolution();
    float[] pixels = new float[3 * side * side];
    framing.copyPixels(images.resized(image), side, pixels, 0);
    return scope.create(pixels, new Shape(1, 3, side, side));
  }

  private NDArray noise(NDManager scope, Shape shape, long microStep) {
    int perRow = (int) (shape.size() / shape.get(0));
    float[] noise = new float[(int) shape.size()];
    for (int row = 0; row < shape.get(0); row++) {
      stream(Purpose.NOISE, microStep, row).fillGaussian(noise, row * perRow, (row + 1) * perRow);
    }
    return scope.create(noise, shape);
  }

  private RandomStream stream(Purpose purpose, long microStep, int row) {
    return new RandomStream(seed, purpose, microStep, row);
  }
}
