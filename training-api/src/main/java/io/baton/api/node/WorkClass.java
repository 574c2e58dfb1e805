package io.baton.api.node;

import io.baton.protocol.job.CommandOptions;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.TrainingOptions;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What makes the speeds of two jobs comparable. Of a training: base model, resolution, images a
 * step, number format, whether activations are computed twice, and what is trained beside the
 * UNet's LoRA. Of a command: base model, words and environment.
 */
public record WorkClass(String text) {
  public static WorkClass of(JobSpec spec) {
    return new WorkClass(
        spec.baseModel() + " " + spec.workload().either(WorkClass::training, WorkClass::command));
  }

  private static String training(TrainingOptions training) {
    return ("%dpx %dx%d %s%s%s%s%s"
        .formatted(
            training.resolution(),
            training.trainBatchSize(),
            training.gradientAccumulationSteps(),
            training.mixedPrecision().wireName(),
            training.gradientCheckpointing() ? " gradient-checkpointing" : "",
            training.prior().isPresent() ? " prior" : "",
            training.textEncoders().isPresent() ? " text-encoders" : "",
            training.adapter().useDora() ? " dora" : ""));
  }

  private static String command(CommandOptions command) {
    String told = command.words() + " " + command.environment();
    return "command " + UUID.nameUUIDFromBytes(told.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return text;
  }
}
