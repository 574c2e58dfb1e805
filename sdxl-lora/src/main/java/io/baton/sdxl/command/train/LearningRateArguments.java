package io.baton.sdxl.command.train;

import io.baton.sdxl.schedule.ScheduleKind;
import io.baton.sdxl.training.options.LearningRateOptions;
import picocli.CommandLine.Option;

/** The learning rate over the run. */
final class LearningRateArguments {

  @Option(
      names = "--learning_rate",
      paramLabel = "RATE",
      description = "Rate after the warm-up (default: 1e-4).")
  double learningRate = 1e-4;

  @Option(names = "--scale_lr", description = "Multiply the rate by the images that a step sees.")
  boolean scaleLearningRate;

  @Option(
      names = "--lr_scheduler",
      paramLabel = "NAME",
      converter = ScheduleConverter.class,
      description =
          "constant, constant_with_warmup, linear, cosine, cosine_with_restarts or polynomial"
              + " (default: constant).")
  ScheduleKind schedule = ScheduleKind.CONSTANT;

  @Option(
      names = "--lr_warmup_steps",
      paramLabel = "STEPS",
      description =
          "Steps over which the rate rises from 0; constant has no warm-up (default:"
              + " ${DEFAULT-VALUE}).")
  long warmupSteps = 500;

  @Option(
      names = "--lr_num_cycles",
      paramLabel = "CYCLES",
      description = "Cycles of cosine_with_restarts (default: ${DEFAULT-VALUE}).")
  int cycles = 1;

  @Option(
      names = "--lr_power",
      paramLabel = "EXPONENT",
      description = "Exponent of polynomial (default: ${DEFAULT-VALUE}).")
  double power = 1;

  LearningRateOptions options() {
    return new LearningRateOptions(
        learningRate, scaleLearningRate, schedule, warmupSteps, cycles, power);
  }
}
