package io.baton.sdxl.training.options;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Images by which a person can see how training comes on. They change nothing of the LoRA.
 *
 * @param prompt what they show; none are made where empty
 * @param images how many each time
 * @param everySteps optimizer steps from one time to the next; empty: the epochs count
 * @param epochs from one time to the next; the first is after the first epoch
 * @param steps how often the UNet is asked for an image
 * @param seed of their noise; empty: the run's
 * @param drawn steps whose images are kept elsewhere, and are not made again
 */
public record ValidationOptions(
    Optional<String> prompt,
    int images,
    OptionalInt everySteps,
    int epochs,
    int steps,
    OptionalLong seed,
    Set<Long> drawn) {

  /** No images. */
  public static final ValidationOptions NONE =
      new ValidationOptions(
          Optional.empty(), 4, OptionalInt.empty(), 50, 25, OptionalLong.empty(), Set.of());

  public ValidationOptions {
    Objects.requireNonNull(prompt, "prompt");
    OptionRules.atLeast("--num_validation_images", 1, images);
    everySteps.ifPresent(interval -> OptionRules.atLeast("--validation_steps", 1, interval));
    OptionRules.atLeast("--validation_epochs", 1, epochs);
    OptionRules.atLeast("--validation_inference_steps", 1, steps);
    drawn = Set.copyOf(drawn);
  }

  /**
   * Whether images are made after a step on the way.
   *
   * @param step optimizer steps done
   * @param stepsPerEpoch of the run
   */
  public boolean due(long step, int stepsPerEpoch) {
    return wanted(step)
        && step > 0
        && (everySteps.isPresent()
            ? step % everySteps.getAsInt() == 0
            : afterEpoch(step, stepsPerEpoch));
  }

  private boolean afterEpoch(long step, int stepsPerEpoch) {
    return step % stepsPerEpoch == 0 && (step / stepsPerEpoch - 1) % epochs == 0;
  }

  /** Whether images of a step are made at all. */
  public boolean wanted(long step) {
    return prompt.isPresent() && !drawn.contains(step);
  }
}
