package io.baton.node.trainer;

import io.baton.protocol.work.Phase;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a trainer tells on its standard output. */
public sealed interface TrainerEvent {

  /** It does something else now. */
  record PhaseChanged(Phase phase) implements TrainerEvent {}

  /** It goes on from a checkpoint of that step. */
  record Resumed(int step) implements TrainerEvent {}

  /**
   * It has done a step.
   *
   * @param numbers what it measured, by name: loss, learningRate, gradientNorm, stepsPerSecond and
   *     whatever a newer trainer tells; all of them finite
   */
  record StepDone(int step, int totalSteps, Map<String, Double> numbers) implements TrainerEvent {
    public StepDone {
      numbers = Map.copyOf(numbers);
    }

    public Optional<Double> loss() {
      return Optional.ofNullable(numbers.get("loss"));
    }

    public Optional<Double> stepsPerSecond() {
      return Optional.ofNullable(numbers.get("stepsPerSecond"));
    }
  }

  /** A checkpoint is complete. */
  record CheckpointWritten(int step, Path path) implements TrainerEvent {}

  /**
   * It has drawn an image that shows how training comes on.
   *
   * @param image its number, from 1
   * @param images how many there will be of this step
   */
  record ValidationImageDrawn(int step, int image, int images, Path path) implements TrainerEvent {}

  /**
   * It has drawn one of the images that a job is to draw, or of a class.
   *
   * @param image its number, from 1
   * @param images how many there will be
   */
  record ImageDrawn(int image, int images) implements TrainerEvent {}

  /** The LoRA is written. */
  record Done(int step, Path path) implements TrainerEvent {}

  /**
   * It cannot go on.
   *
   * @param code what kind of error, as in the contract
   * @param message one sentence for the user
   */
  record ErrorReported(ErrorKind code, String message) implements TrainerEvent {}

  /** A line that is no event of the contract. */
  record LogLine(String text) implements TrainerEvent {}
}
