package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * The learning rate over the run.
 *
 * @param lrScheduler its shape; default constant
 * @param lrWarmupSteps optimizer steps over which it rises from 0, 0 to 1,000,000; constant has no
 *     warm-up; default 500
 * @param lrNumCycles cycles of cosine_with_restarts, 1 to 1,000,000; refused with any other shape;
 *     absent: 1
 * @param lrPower exponent of polynomial, more than 0 and at most 100; refused with any other shape;
 *     absent: 1
 * @param scaleLr whether the rate is multiplied by batch size and accumulation; default false
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScheduleOptions(
    LearningRateSchedule lrScheduler,
    Integer lrWarmupSteps,
    Optional<Integer> lrNumCycles,
    Optional<Double> lrPower,
    Boolean scaleLr) {
  public static final ScheduleOptions DEFAULT = of(null, null);

  public ScheduleOptions {
    lrScheduler = Fields.orDefault(lrScheduler, LearningRateSchedule.CONSTANT);
    lrWarmupSteps = Fields.orDefault(lrWarmupSteps, 500);
    Fields.inRange("lrWarmupSteps", lrWarmupSteps, 0, 1_000_000);
    lrNumCycles = Fields.orEmpty(lrNumCycles);
    if (lrScheduler == LearningRateSchedule.COSINE_WITH_RESTARTS) {
      lrNumCycles = lrNumCycles.or(() -> Optional.of(1));
    }
    lrNumCycles.ifPresent(cycles -> Fields.inRange("lrNumCycles", cycles, 1, 1_000_000));
    lrPower = Fields.orEmpty(lrPower);
    if (lrScheduler == LearningRateSchedule.POLYNOMIAL) {
      lrPower = lrPower.or(() -> Optional.of(1.0));
    }
    lrPower.ifPresent(power -> Fields.positive("lrPower", power, 100));
    scaleLr = Fields.orDefault(scaleLr, false);
    requireUse(lrScheduler, LearningRateSchedule.COSINE_WITH_RESTARTS, "lrNumCycles", lrNumCycles);
    requireUse(lrScheduler, LearningRateSchedule.POLYNOMIAL, "lrPower", lrPower);
  }

  /** With the defaults for all but these; null for the default of one. */
  public static ScheduleOptions of(LearningRateSchedule lrScheduler, Integer lrWarmupSteps) {
    return new ScheduleOptions(lrScheduler, lrWarmupSteps, null, null, null);
  }

  private static void requireUse(
      LearningRateSchedule chosen, LearningRateSchedule user, String field, Optional<?> value) {
    if (chosen != user) {
      Fields.absent(
          field,
          value,
          "has no effect with lrScheduler "
              + chosen.wireName()
              + ": leave it out, or use "
              + user.wireName());
    }
  }
}
