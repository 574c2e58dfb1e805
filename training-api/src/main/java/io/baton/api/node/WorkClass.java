package io.baton.api.node;

import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.TrainingOptions;

/**
 * What makes the speeds of two jobs comparable: base model, resolution, images a step, number
 * format, and whether activations are computed twice.
 */
public record WorkClass(String text) {
  public static WorkClass of(JobSpec spec) {
    TrainingOptions training = spec.training();
    return new WorkClass(
        "%s %dpx %dx%d %s%s"
            .formatted(
                spec.baseModel(),
                training.resolution(),
                training.trainBatchSize(),
                training.gradientAccumulationSteps(),
                training.mixedPrecision().wireName(),
                training.gradientCheckpointing() ? " gradient-checkpointing" : ""));
  }

  @Override
  public String toString() {
    return text;
  }
}
