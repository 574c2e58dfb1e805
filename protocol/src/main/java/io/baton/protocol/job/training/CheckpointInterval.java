package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.Optional;

/**
 * How many optimizer steps lie between two checkpoints: a number, or {@code auto} where the service
 * chooses one for each attempt by how often nodes are lost.
 *
 * @param steps 1 to 1,000,000; empty for {@code auto}
 */
public record CheckpointInterval(Optional<Integer> steps) {
  public static final CheckpointInterval AUTO = new CheckpointInterval(Optional.empty());

  private static final String AUTO_NAME = "auto";
  private static final int MAX_STEPS = 1_000_000;

  public CheckpointInterval {
    steps.ifPresent(number -> Fields.inRange("checkpointingSteps", number, 1, MAX_STEPS));
  }

  public static CheckpointInterval ofSteps(int steps) {
    return new CheckpointInterval(Optional.of(steps));
  }

  /** From JSON, where it is a number or a word. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static CheckpointInterval of(Object value) {
    if (AUTO_NAME.equals(value)) {
      return AUTO;
    }
    if (value instanceof Integer number) {
      return ofSteps(number);
    }
    throw new InvalidFieldException(
        "checkpointingSteps",
        "must be a whole number from 1 to " + MAX_STEPS + ", or \"auto\", not " + value);
  }

  @JsonValue
  Object wireValue() {
    return steps.isPresent() ? steps.get() : AUTO_NAME;
  }

  @Override
  public String toString() {
    return wireValue().toString();
  }
}
