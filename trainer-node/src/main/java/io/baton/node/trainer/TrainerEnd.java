package io.baton.node.trainer;

import io.baton.protocol.work.FailureClass;
import java.util.Objects;

/** How a trainer's run ended. */
public sealed interface TrainerEnd {

  /** The training is done. */
  record Finished() implements TrainerEnd {}

  /** It was told to stop; nobody's fault. */
  record Interrupted() implements TrainerEnd {}

  /**
   * It failed.
   *
   * @param message one sentence for the user
   */
  record Failed(FailureClass failureClass, String message) implements TrainerEnd {
    public Failed {
      Objects.requireNonNull(failureClass, "failureClass");
      Objects.requireNonNull(message, "message");
    }
  }
}
