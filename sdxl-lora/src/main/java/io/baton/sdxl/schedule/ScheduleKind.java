package io.baton.sdxl.schedule;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The shapes of diffusers' {@code --lr_scheduler}. */
public enum ScheduleKind {
  LINEAR(true, true) {
    @Override
    double afterWarmup(LearningRateSchedule schedule, double progress) {
      return Math.max(0, 1 - progress);
    }
  },
  COSINE(true, true) {
    // Half a wave up to the last step; it rises again past it, as diffusers' does.
    @Override
    double afterWarmup(LearningRateSchedule schedule, double progress) {
      return Math.max(0, 0.5 * (1 + StrictMath.cos(Math.PI * progress)));
    }
  },
  COSINE_WITH_RESTARTS(true, true) {
    @Override
    double afterWarmup(LearningRateSchedule schedule, double progress) {
      if (progress >= 1) {
        return 0;
      }
      double inCycle = schedule.cycles() * progress % 1;
      return Math.max(0, 0.5 * (1 + StrictMath.cos(Math.PI * inCycle)));
    }
  },
  POLYNOMIAL(true, true) {
    @Override
    double afterWarmup(LearningRateSchedule schedule, double progress) {
      double base = schedule.base();
      if (progress > 1) {
        return POLYNOMIAL_END / base;
      }
      double decay = StrictMath.pow(1 - progress, schedule.power());
      return ((base - POLYNOMIAL_END) * decay + POLYNOMIAL_END) / base;
    }
  },
  CONSTANT(false, false) {
    @Override
    double afterWarmup(LearningRateSchedule schedule, double progress) {
      return 1;
    }
  },
  CONSTANT_WITH_WARMUP(true, false) {
    @Override
    double afterWarmup(LearningRateSchedule schedule, double progress) {
      return 1;
    }
  };

  /** The learning rate that polynomial decay ends at. */
  public static final double POLYNOMIAL_END = 1e-7;

  private final boolean warmsUp;
  private final boolean knowsTheEnd;

  ScheduleKind(boolean warmsUp, boolean knowsTheEnd) {
    this.warmsUp = warmsUp;
    this.knowsTheEnd = knowsTheEnd;
  }

  /**
   * The multiplier when {@code progress} of the way from the warm-up to the end is done; past 1
   * after the end.
   */
  abstract double afterWarmup(LearningRateSchedule schedule, double progress);

  /** Whether {@code --lr_warmup_steps} matters. */
  public boolean warmsUp() {
    return warmsUp;
  }

  /** Whether the rate at a step depends on how many steps the run has. */
  public boolean knowsTheEnd() {
    return knowsTheEnd;
  }

  /** The name on the command line. */
  public String optionValue() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ScheduleKind> ofOption(String value) {
    return Stream.of(values()).filter(kind -> kind.optionValue().equals(value)).findFirst();
  }
}
