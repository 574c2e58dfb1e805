package io.baton.protocol.job.training;

import io.baton.protocol.field.Fields;

/**
 * Images by which a person can see how training comes on. They change nothing of the LoRA; those of
 * the last step are part of the artifact.
 *
 * @param validationPrompt what they show, 1 to 2,000 characters; required
 * @param numValidationImages how many each time, 1 to 50; default 4
 * @param validationEpochs epochs from one time to the next, 1 to 1,000,000; the first time is after
 *     the first epoch, the last at the end; default 50
 * @param validationInferenceSteps how often the UNet is asked for an image, 1 to 1,000; default 25
 */
public record ValidationOptions(
    String validationPrompt,
    Integer numValidationImages,
    Integer validationEpochs,
    Integer validationInferenceSteps) {

  public ValidationOptions {
    Fields.text("validationPrompt", validationPrompt, 2000);
    numValidationImages = Fields.orDefault(numValidationImages, 4);
    Fields.inRange("numValidationImages", numValidationImages, 1, 50);
    validationEpochs = Fields.orDefault(validationEpochs, 50);
    Fields.inRange("validationEpochs", validationEpochs, 1, 1_000_000);
    validationInferenceSteps = Fields.orDefault(validationInferenceSteps, 25);
    Fields.inRange("validationInferenceSteps", validationInferenceSteps, 1, 1000);
  }
}
