package io.baton.sdxl.lorafile;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.nio.file.Path;

/** A file that is no LoRA that can be used. */
final class LoraRefusal {

  private LoraRefusal() {}

  /**
   * @param why what is wrong, and what to do where that can be said
   */
  static TrainingFailure of(Path file, String why) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT, "%s is no LoRA for SDXL that can be read: %s.".formatted(file, why));
  }
}
