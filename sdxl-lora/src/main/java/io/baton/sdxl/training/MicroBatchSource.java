package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.dataset.EpochPlan;
import io.baton.sdxl.dataset.EpochPlan.MicroStep;
import io.baton.sdxl.dataset.TrainingRow;
import io.baton.sdxl.dataset.TrainingSet;
import io.baton.sdxl.dataset.View;
import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import io.baton.sdxl.vae.LatentDistribution;
import io.baton.sdxl.vae.LatentScale;
import java.util.ArrayList;
import java.util.List;

/** Makes the batch of any micro-step from the images, the captions and the seed alone. */
final class MicroBatchSource implements AutoCloseable {

  private static final int TIME_IDS = 6;

  private final TrainingSet set;
  private final EpochPlan plan;
  private final LatentSource latents;
  private final LatentScale scale;
  private final int trainingTimesteps;
  private final long seed;
  private final TrainingNoise noise;

  MicroBatchSource(
      TrainingData data,
      LatentSource latents,
      LatentScale scale,
      int trainingTimesteps,
      long seed,
      TrainingNoise noise) {
    this.set = data.set();
    this.plan = data.plan();
    this.latents = latents;
    this.scale = scale;
    this.trainingTimesteps = trainingTimesteps;
    this.seed = seed;
    this.noise = noise;
  }

  /** The batch of a micro-step; its tensors are {@code scope}'s. */
  MicroBatch batch(NDManager scope, MicroStep step) {
    List<TrainingRow> rows = set.rows(plan, step, seed);
    announce(step, rows);
    List<String> captions = new ArrayList<>();
    NDList clean = new NDList();
    float[] timeIds = new float[rows.size() * TIME_IDS];
    int[] timesteps = new int[rows.size()];
    for (int row = 0; row < timesteps.length; row++) {
      TrainingRow one = rows.get(row);
      captions.add(one.caption());
      clean.add(latents(scope, one.view(), step.index(), row));
      timesteps[row] = stream(Purpose.TIMESTEP, step.index(), row).below(trainingTimesteps, 0);
      System.arraycopy(one.timeIds(), 0, timeIds, row * TIME_IDS, TIME_IDS);
    }
    NDArray stacked = NDArrays.concat(clean, 0);
    stacked.attach(scope);
    return new MicroBatch(
        stacked,
        noise.draw(scope, stacked.getShape(), step.index()),
        timesteps,
        captions,
        scope.create(timeIds, new Shape(rows.size(), TIME_IDS)));
  }

  // This step's rows, and those of the next steps as far as workers read ahead.
  private void announce(MicroStep step, List<TrainingRow> rows) {
    List<TrainingRow> coming = new ArrayList<>(rows);
    for (int ahead = 1; coming.size() < rows.size() + latents.lookahead(); ahead++) {
      coming.addAll(set.rows(plan, plan.microStep(step.index() + ahead), seed));
    }
    coming.forEach(row -> latents.announce(row.view()));
  }

  private NDArray latents(NDManager scope, View view, long microStep, int row) {
    LatentDistribution distribution = latents.get(scope, view);
    Shape shape = distribution.mean().getShape();
    float[] normal = new float[(int) shape.size()];
    stream(Purpose.POSTERIOR, microStep, row).fillGaussian(normal, 0, normal.length);
    try (NDManager work = scope.newSubManager()) {
      // What is computed from the cache's tensors must not stay with the cache.
      work.tempAttachAll(distribution.mean(), distribution.logVariance());
      NDArray scaled = scale.toUnet(distribution.sample(work.create(normal, shape)));
      scaled.attach(scope);
      return scaled;
    }
  }

  private RandomStream stream(Purpose purpose, long microStep, int row) {
    return new RandomStream(seed, purpose, microStep, row);
  }

  @Override
  public void close() {
    latents.close();
  }
}
