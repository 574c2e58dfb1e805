package io.baton.sdxl.training.options;

import java.util.Objects;
import java.util.Optional;

/**
 * Images by which a person can see how training comes on. They change nothing of the LoRA.
 *
 * @param prompt what they show; none are made where empty
 * @param images how many each time
 * @param epochs from one time to the next; the first is after the first epoch
 * @param steps how often the UNet is asked for an image
 */
public record ValidationOptions(Optional<String> prompt, int images, int epochs, int steps) {

  /** No images. */
  public static final ValidationOptions NONE = new ValidationOptions(Optional.empty(), 4, 50, 25);

  public ValidationOptions {
    Objects.requireNonNull(prompt, "prompt");
    OptionRules.atLeast("--num_validation_images", 1, images);
    OptionRules.atLeast("--validation_epochs", 1, epochs);
    OptionRules.atLeast("--validation_inference_steps", 1, steps);
  }

  /**
   * Whether images are made after a step.
   *
   * @param step optimizer steps done
   * @param stepsPerEpoch of the run
   */
  public boolean due(long step, int stepsPerEpoch) {
    return prompt.isPresent()
        && step > 0
        && step % stepsPerEpoch == 0
        && (step / stepsPerEpoch - 1) % epochs == 0;
  }
}
