package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.noise.NoiseSchedule;
import io.baton.sdxl.noise.PredictionType;
import io.baton.sdxl.optimizer.Optimizer;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.unet.UNet2DConditionModel;
import io.baton.sdxl.unet.UNetInput;
import io.baton.sdxl.unet.UNetPass;

/** A UNet whose adapters learn: gradients of micro-batches add up until a step uses them. */
final class Learner {

  private final UNet2DConditionModel unet;
  private final AdaptedModels models;
  private final TextConditioning conditioning;
  private final NoiseSchedule schedule;
  private final DenoisingLoss loss;
  private final Optimizer optimizer;
  private final double maxGradNorm;
  private final Checkpointing checkpointing;

  Learner(
      UNet2DConditionModel unet,
      AdaptedModels models,
      TextConditioning conditioning,
      NoiseSchedule schedule,
      DenoisingLoss loss,
      Optimizer optimizer,
      double maxGradNorm,
      Checkpointing checkpointing) {
    this.unet = unet;
    this.models = models;
    this.conditioning = conditioning;
    this.schedule = schedule;
    this.loss = loss;
    this.optimizer = optimizer;
    this.maxGradNorm = maxGradNorm;
    this.checkpointing = checkpointing;
  }

  /**
   * Adds the gradients of one micro-batch, divided by {@code accumulation}.
   *
   * @return the loss, not divided
   */
  float accumulate(NDManager scope, MicroBatch batch, int accumulation) {
    NDArray noisy = schedule.addNoise(batch.latents(), batch.noise(), batch.timesteps());
    NDArray target = target(batch);
    try (TextConditioning.Encoded text = conditioning.encode(scope, batch.captions())) {
      UNetInput input =
          new UNetInput(
              noisy,
              scope.create(floats(batch.timesteps())),
              text.hiddenStates(),
              text.pooled(),
              batch.timeIds());
      float whole = differentiate(scope, input, target, batch.timesteps(), accumulation);
      text.backward();
      return whole;
    }
  }

  private float differentiate(
      NDManager scope, UNetInput input, NDArray target, int[] timesteps, int accumulation) {
    try (UNetPass pass = unet.forward(scope, input, checkpointing);
        GradMode on = GradMode.enabled()) {
      NDArray whole = loss.of(pass.prediction(), target, timesteps);
      pass.backward(accumulation == 1 ? whole : whole.div(accumulation));
      return whole.getFloat();
    }
  }

  /**
   * Clips what has added up, takes optimizer step number {@code step} (from 1) and starts to add up
   * anew.
   *
   * @return the gradients' L2 norm before clipping
   */
  double step(NDManager scope, double learningRate, long step) {
    return models.step(scope, optimizer, maxGradNorm, learningRate, step);
  }

  private NDArray target(MicroBatch batch) {
    return schedule.predictionType() == PredictionType.EPSILON
        ? batch.noise()
        : schedule.velocity(batch.latents(), batch.noise(), batch.timesteps());
  }

  private static float[] floats(int[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }
}
