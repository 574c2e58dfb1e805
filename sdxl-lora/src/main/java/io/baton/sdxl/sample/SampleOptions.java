package io.baton.sdxl.sample;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.ImageSize;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be drawn, and how.
 *
 * @param prompt what to show
 * @param negativePrompt what to keep away from; where empty, the UNet gets what its pipeline says
 *     stands for no text
 * @param images how many; each has noise of its own
 * @param size of each, in pixels
 * @param steps how often the UNet is asked for an image
 * @param guidanceScale how many times the prompt's difference counts; none at 1 or less
 * @param scheduler that steps from noise to image
 */
public record SampleOptions(
    String prompt,
    Optional<String> negativePrompt,
    int images,
    ImageSize size,
    int steps,
    double guidanceScale,
    SchedulerKind scheduler) {

  /** As in diffusers' pipeline. */
  public static final int STEPS = 50;

  /** As in diffusers' pipeline. */
  public static final double GUIDANCE_SCALE = 5;

  public SampleOptions {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(scheduler, "scheduler");
    atLeastOne("--num_images", images);
    atLeastOne("--num_inference_steps", steps);
    if (!(guidanceScale >= 0) || Double.isInfinite(guidanceScale)) {
      throw usage(
          "--guidance_scale must be 0 or a positive number, not %s.".formatted(guidanceScale));
    }
  }

  /**
   * Refuses sides that the VAE cannot decode to.
   *
   * @param factor pixels along one side of a latent pixel
   */
  void requireSidesOf(int factor) {
    requireMultiple("width", size.width(), factor);
    requireMultiple("height", size.height(), factor);
  }

  private static void requireMultiple(String side, int pixels, int factor) {
    if (pixels % factor != 0) {
      throw usage(
          "The %s of the images must be a multiple of %d pixels, not %d."
              .formatted(side, factor, pixels));
    }
  }

  private static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw usage("%s must be at least 1, not %d.".formatted(option, value));
    }
  }

  private static TrainingFailure usage(String message) {
    return new TrainingFailure(FailureCode.USAGE, message);
  }
}
