package io.baton.api.node;

import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.TrainingOptions;

/**
 * What makes the speeds of two jobs comparable: base model, resolution, images a step, number
 * format, whether activations are computed twice, and what is trained beside the UNet's LoRA.
 */
public record WorkClass(String text) {
  public static WorkClass of(JobSpec spec) {
    TrainingOptions training = spec.training();
    return new WorkClass(
        "%s %dpx %dx%d %s%s%s%s%s"
            .formatted(
                spec.baseModel(),
                training.resolution(),
                training.trainBatchSize(),
                training.gradientAccumulationSteps(),
                training.mixedPrecision().wireName(),
                training.gradientCheckpointing() ? " gradient-checkpointing" : "",
                training.prior().isPresent() ? " prior" : "",
                training.textEncoders().isPresent() ? " text-encoders" : "",
                training.adapter().useDora() ? " dora" : ""));
  }

  @Override
  public String toString() {
    return text;
  }
}
