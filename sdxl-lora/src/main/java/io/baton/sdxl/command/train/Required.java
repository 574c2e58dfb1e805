package io.baton.sdxl.command.train;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;

/** Options that must be given, on the command line or in a file. */
final class Required {

  private Required() {}

  static <T> T value(String option, T value) {
    if (value == null) {
      throw new TrainingFailure(
          FailureCode.USAGE, option + " is missing; see sdxl-lora train --help.");
    }
    return value;
  }
}
