package io.baton.sdxl.training.options;

import io.baton.sdxl.schedule.LearningRateSchedule;
import io.baton.sdxl.schedule.ScheduleKind;
import java.util.Map;
import java.util.Objects;

/**
 * The learning rate over the run.
 *
 * @param learningRate the rate after warm-up
 * @param scaled whether the rate is multiplied by the images an optimizer step sees
 * @param schedule its shape
 * @param warmupSteps optimizer steps over which it rises
 * @param cycles of {@code cosine_with_restarts}
 * @param power of {@code polynomial}
 */
public record LearningRateOptions(
    double learningRate,
    boolean scaled,
    ScheduleKind schedule,
    long warmupSteps,
    int cycles,
    double power) {

  /** The defaults of diffusers' script. */
  public static final LearningRateOptions DEFAULTS =
      new LearningRateOptions(1e-4, false, ScheduleKind.CONSTANT, 500, 1, 1);

  public LearningRateOptions {
    Objects.requireNonNull(schedule, "schedule");
    OptionRules.positive("--learning_rate", learningRate);
    OptionRules.atLeast("--lr_warmup_steps", 0, warmupSteps);
    OptionRules.atLeast("--lr_num_cycles", 1, cycles);
    OptionRules.positive("--lr_power", power);
    if (schedule == ScheduleKind.POLYNOMIAL && learningRate <= ScheduleKind.POLYNOMIAL_END) {
      throw OptionRules.usage(
          "--lr_scheduler polynomial falls to %s, so --learning_rate %s is too low for it."
              .formatted(ScheduleKind.POLYNOMIAL_END, learningRate));
    }
  }

  /** The rate at each optimizer step of a run. */
  public LearningRateSchedule over(LengthOptions length, long totalSteps) {
    return new LearningRateSchedule(schedule, rate(length), warmupSteps, totalSteps, cycles, power);
  }

  /** The UNet's rate after the warm-up. */
  public double rate(LengthOptions length) {
    double factor =
        scaled ? (double) length.gradientAccumulationSteps() * length.trainBatchSize() : 1;
    return learningRate * factor;
  }

  void addDecisive(Map<String, String> options, long totalSteps) {
    options.put("--learning_rate", String.valueOf(learningRate));
    options.put("--scale_lr", String.valueOf(scaled));
    options.put("--lr_scheduler", schedule.optionValue());
    if (schedule.warmsUp()) {
      options.put("--lr_warmup_steps", String.valueOf(warmupSteps));
    }
    // With the other schedules a longer run takes the same steps, and then more.
    if (schedule.knowsTheEnd()) {
      options.put("--max_train_steps", String.valueOf(totalSteps));
      options.put("--lr_num_cycles", String.valueOf(cycles));
      options.put("--lr_power", String.valueOf(power));
    }
  }
}
