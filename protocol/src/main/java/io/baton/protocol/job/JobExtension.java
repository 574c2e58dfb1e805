package io.baton.protocol.job;

import io.baton.protocol.field.Fields;

/**
 * Asks for more steps.
 *
 * @param maxTrainSteps optimizer steps of the job in all, those that are done included; more than
 *     before, 1 to 1,000,000
 */
public record JobExtension(Integer maxTrainSteps) {
  public JobExtension {
    Fields.required("maxTrainSteps", maxTrainSteps);
    Fields.inRange("maxTrainSteps", maxTrainSteps, 1, 1_000_000);
  }
}
