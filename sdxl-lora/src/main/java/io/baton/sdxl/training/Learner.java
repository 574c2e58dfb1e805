package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.noise.DenoisingObjective;
import io.baton.sdxl.optimizer.LossScale;
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
  private final DenoisingObjective objective;
  private final DenoisingLoss loss;
  private final Optimizer optimizer;
  private final LossScale lossScale;
  private final double maxGradNorm;
  private final Checkpointing checkpointing;

  Learner(
      UNet2DConditionModel unet,
      AdaptedModels models,
      TextConditioning conditioning,
      DenoisingLoss loss,
      Optimizer optimizer,
      LossScale lossScale,
      double maxGradNorm,
      Checkpointing checkpointing) {
    this.unet = unet;
    this.models = models;
    this.conditioning = conditioning;
    this.loss = loss;
    this.objective = loss.objective();
    this.optimizer = optimizer;
    this.lossScale = lossScale;
    this.maxGradNorm = maxGradNorm;
    this.checkpointing = checkpointing;
  }

  /**
   * Adds the gradients of one micro-batch, divided by {@code accumulation}.
   *
   * @return the loss, not divided
   */
  float accumulate(NDManager scope, MicroBatch batch, int accumulation) {
    int[] levels = batch.timesteps();
    NDArray noisy = objective.noisy(batch.latents(), batch.noise(), levels);
    NDArray target = objective.target(batch.latents(), batch.noise(), levels);
    try (TextConditioning.Encoded text = conditioning.encode(scope, batch.captions())) {
      UNetInput input =
          new UNetInput(
              objective.input(noisy, levels),
              scope.create(objective.timesteps(levels)),
              text.hiddenStates(),
              text.pooled(),
              batch.timeIds());
      float whole = differentiate(scope, input, noisy, target, levels, accumulation);
      text.backward();
      return whole;
    }
  }

  private float differentiate(
      NDManager scope,
      UNetInput input,
      NDArray noisy,
      NDArray target,
      int[] levels,
      int accumulation) {
    try (UNetPass pass = unet.forward(scope, input, checkpointing);
        GradMode on = GradMode.enabled()) {
      NDArray prediction = objective.prediction(noisy, pass.prediction(), levels);
      NDArray whole = loss.of(prediction, target, levels);
      NDArray scaled = lossScale.factor() == 1 ? whole : whole.mul(lossScale.factor());
      pass.backward(accumulation == 1 ? scaled : scaled.div(accumulation));
      return whole.getFloat();
    }
  }

  /**
   * Clips what has added up, takes optimizer step number {@code step} (from 1) and starts to add up
   * anew. Gradients that have overflowed are thrown away instead, where the loss is scaled.
   *
   * @return the gradients' L2 norm before clipping
   */
  double step(NDManager scope, double learningRate, long step) {
    return models.step(
        scope, optimizer, lossScale, maxGradNorm, learningRate, step - skippedSteps());
  }

  /** What the next loss is multiplied by before it is differentiated. */
  double lossScale() {
    return lossScale.factor();
  }

  /** Steps that were left out because gradients had overflowed. */
  long skippedSteps() {
    return lossScale.skippedSteps();
  }
}
