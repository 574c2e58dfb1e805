package io.baton.sdxl.dataset;

import io.baton.sdxl.image.Framing;
import io.baton.sdxl.image.ImageSize;

/**
 * One row of a micro-step.
 *
 * @param view what it shows
 * @param originalSize of the photograph before it was resized
 * @param caption what it is told; empty where the caption is dropped
 */
public record TrainingRow(View view, ImageSize originalSize, String caption) {

  /**
   * The numbers that SDXL's UNet is told of an image: height and width of the original, top and
   * left of the part, height and width of the part.
   */
  public float[] timeIds() {
    Framing framing = view.framing();
    return new float[] {
      originalSize.height(),
      originalSize.width(),
      framing.top(),
      framing.left(),
      framing.size().height(),
      framing.size().width()
    };
  }
}
