package io.baton.sdxl.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * What the UNet predicts from, for a batch of B.
 *
 * @param latents [B, channels, height, width], noisy
 * @param timesteps [B], 32-bit floats or 64-bit integers
 * @param encoderHiddenStates [B, tokens, features], of both text encoders side by side
 * @param textEmbeds [B, features], pooled, of the second text encoder
 * @param timeIds [B, 6]: original height and width, crop top and left, target height and width
 */
public record UNetInput(
    NDArray latents,
    NDArray timesteps,
    NDArray encoderHiddenStates,
    NDArray textEmbeds,
    NDArray timeIds) {

  /** Holds the shapes to {@code config}; a mismatch is the caller's defect. */
  public void requireFits(UNetConfig config) {
    Shape shape = latents.getShape();
    require(shape.dimension() == 4 && shape.get(1) == config.inChannels(), "latents", shape);
    long batch = shape.get(0);
    require(timesteps.getShape().equals(new Shape(batch)), "timesteps", timesteps.getShape());
    Shape text = encoderHiddenStates.getShape();
    require(
        text.dimension() == 3 && text.get(0) == batch && text.get(2) == config.crossAttentionDim(),
        "encoderHiddenStates",
        text);
    Shape ids = timeIds.getShape();
    require(ids.dimension() == 2 && ids.get(0) == batch, "timeIds", ids);
    long pooled = config.additionInputDim() - ids.get(1) * config.additionTimeEmbedDim();
    require(
        textEmbeds.getShape().equals(new Shape(batch, pooled)),
        "textEmbeds",
        textEmbeds.getShape());
  }

  private static void require(boolean fits, String what, Shape shape) {
    if (!fits) {
      throw new IllegalArgumentException(
          "%s of shape %s do not fit this UNet and batch".formatted(what, shape));
    }
  }
}
