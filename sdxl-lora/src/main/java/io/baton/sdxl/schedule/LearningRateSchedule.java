package io.baton.sdxl.schedule;

/**
 * The learning rate at each optimizer step.
 *
 * @param kind the shape
 * @param base the rate that the multiplier scales; positive
 * @param warmupSteps optimizer steps over which the rate rises from 0; 0 or more; {@code constant}
 *     has none
 * @param totalSteps optimizer steps of the run; 1 or more
 * @param cycles restarts of {@code cosine_with_restarts}
 * @param power exponent of {@code polynomial}
 */
public record LearningRateSchedule(
    ScheduleKind kind, double base, long warmupSteps, long totalSteps, int cycles, double power) {

  /** The rate of the step that follows {@code done} steps. */
  public double rateAfter(long done) {
    return base * multiplierAfter(done);
  }

  /**
   * The multiplier of the step that follows {@code done} steps: 0 first where there is a warm-up.
   */
  public double multiplierAfter(long done) {
    if (kind.warmsUp() && done < warmupSteps) {
      return (double) done / Math.max(1, warmupSteps);
    }
    double progress = (double) (done - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
    return kind.afterWarmup(this, progress);
  }
}
