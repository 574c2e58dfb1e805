package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.Optional;

/**
 * Images by which a person can see how training comes on, from the same noise each time. They
 * change nothing of the LoRA; the last are drawn at the end.
 *
 * @param validationPrompt what they show, 1 to 2,000 characters; required
 * @param numValidationImages how many each time, 1 to 50; default 4
 * @param validationSteps optimizer steps from one time to the next, 1 to 1,000,000; at most 1,000
 *     times a job; absent: the epochs count
 * @param validationEpochs epochs from one time to the next, 1 to 1,000,000, instead of
 *     validationSteps; the first time is after the first epoch; absent without validationSteps: 50
 * @param validationInferenceSteps how often the UNet is asked for an image, 1 to 1,000; default 25
 * @param seed of their noise, at least 0; absent: the job's
 * @param where who draws them; separate needs validationSteps, and draws from the first checkpoint
 *     at or after each multiple of them; default on_node
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ValidationOptions(
    String validationPrompt,
    Integer numValidationImages,
    Optional<Integer> validationSteps,
    Optional<Integer> validationEpochs,
    Integer validationInferenceSteps,
    Optional<Long> seed,
    ValidationPlace where) {
  public static final int MAX_IMAGES = 50;

  private static final int DEFAULT_EPOCHS = 50;

  public ValidationOptions {
    Fields.text("validationPrompt", validationPrompt, 2000);
    numValidationImages = Fields.orDefault(numValidationImages, 4);
    Fields.inRange("numValidationImages", numValidationImages, 1, MAX_IMAGES);
    validationSteps = Fields.orEmpty(validationSteps);
    validationSteps.ifPresent(steps -> Fields.inRange("validationSteps", steps, 1, 1_000_000));
    validationEpochs = Fields.orEmpty(validationEpochs);
    if (validationSteps.isPresent()) {
      Fields.absent(
          "validationEpochs",
          validationEpochs,
          "has no effect beside validationSteps: give one of them");
    } else {
      validationEpochs = validationEpochs.or(() -> Optional.of(DEFAULT_EPOCHS));
    }
    validationEpochs.ifPresent(epochs -> Fields.inRange("validationEpochs", epochs, 1, 1_000_000));
    validationInferenceSteps = Fields.orDefault(validationInferenceSteps, 25);
    Fields.inRange("validationInferenceSteps", validationInferenceSteps, 1, 1000);
    seed = Fields.orEmpty(seed);
    seed.ifPresent(number -> Fields.inRange("seed", number, 0L, Long.MAX_VALUE));
    where = Fields.orDefault(where, ValidationPlace.ON_NODE);
    if (where == ValidationPlace.SEPARATE && validationSteps.isEmpty()) {
      throw new InvalidFieldException(
          "validationSteps",
          "is missing: images that are drawn separately come every so many steps");
    }
  }

  /** Images on the node that trains, by epochs; what is null has its default. */
  public ValidationOptions(String prompt, Integer images, Integer epochs, Integer inferenceSteps) {
    this(
        prompt,
        images,
        Optional.empty(),
        Optional.ofNullable(epochs),
        inferenceSteps,
        Optional.empty(),
        ValidationPlace.ON_NODE);
  }
}
