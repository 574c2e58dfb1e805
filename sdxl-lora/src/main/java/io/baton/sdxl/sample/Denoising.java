package io.baton.sdxl.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.unet.UNet2DConditionModel;
import io.baton.sdxl.unet.UNetInput;
import java.util.Arrays;
import java.util.Optional;

/** One sampling run of a batch of images: what the UNet is told beside the latents. */
final class Denoising {

  private static final int TIME_IDS = 6;

  private final UNet2DConditionModel unet;
  private final Guidance guidance;
  private final int rows;
  private final NDArray hiddenStates;
  private final NDArray pooled;
  private final NDArray timeIds;

  /**
   * @param run owns what is the same in all steps
   */
  Denoising(
      NDManager run, UNet2DConditionModel unet, Guidance guidance, int images, ImageSize size) {
    this.unet = unet;
    this.guidance = guidance;
    this.rows = guidance.rows(images);
    this.hiddenStates = guidance.hiddenStates(run, images);
    this.pooled = guidance.pooled(run, images);
    this.timeIds = timeIds(run, size);
  }

  // An image that was trained on whole: nothing resized, nothing cropped.
  private NDArray timeIds(NDManager run, ImageSize size) {
    float[] one = {size.height(), size.width(), 0, 0, size.height(), size.width()};
    float[] ids = new float[rows * TIME_IDS];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(one, 0, ids, row * TIME_IDS, TIME_IDS);
    }
    return run.create(ids, new Shape(rows, TIME_IDS));
  }

  /**
   * Where a run has come to.
   *
   * @param latents [B, channels, height, width]
   * @param denoised what the last step took the latents for without their noise; empty before the
   *     first
   */
  record State(NDArray latents, Optional<NDArray> denoised) {

    void attach(NDManager manager) {
      latents.attach(manager);
      denoised.ifPresent(tensor -> tensor.attach(manager));
    }
  }

  /** The state after a step; everything is {@code work}'s, the state before included. */
  State after(NDManager work, State before, SamplingStep step) {
    before.attach(work);
    NDArray x = before.latents();
    float[] timesteps = new float[rows];
    Arrays.fill(timesteps, step.timestep());
    NDArray prediction =
        unet.predict(
            work,
            new UNetInput(
                guidance.batch(x.mul(step.inputScale())),
                work.create(timesteps),
                hiddenStates,
                pooled,
                timeIds));
    NDArray denoised =
        x.mul(step.denoisedFromSample())
            .add(guidance.guided(prediction).mul(step.denoisedFromOutput()));
    NDArray next = x.mul(step.nextFromSample()).add(denoised.mul(step.nextFromDenoised()));
    if (step.nextFromPrevious() != 0) {
      next = next.add(before.denoised().orElseThrow().mul(step.nextFromPrevious()));
    }
    return new State(next, Optional.of(denoised));
  }
}
