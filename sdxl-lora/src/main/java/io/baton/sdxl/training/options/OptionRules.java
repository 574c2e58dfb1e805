package io.baton.sdxl.training.options;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;

/** What an option's value must be, said with the option's name. */
final class OptionRules {

  private OptionRules() {}

  static void atLeast(String option, long least, long value) {
    if (value < least) {
      throw usage("%s must be at least %d, not %d.".formatted(option, least, value));
    }
  }

  static void positive(String option, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw usage("%s must be a positive number, not %s.".formatted(option, value));
    }
  }

  static void notNegative(String option, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw usage("%s must be 0 or a positive number, not %s.".formatted(option, value));
    }
  }

  static void fraction(String option, double value) {
    if (!(value >= 0 && value < 1)) {
      throw usage("%s must be at least 0 and less than 1, not %s.".formatted(option, value));
    }
  }

  static TrainingFailure usage(String message) {
    return new TrainingFailure(FailureCode.USAGE, message);
  }
}
