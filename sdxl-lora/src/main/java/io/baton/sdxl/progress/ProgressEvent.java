package io.baton.sdxl.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.baton.sdxl.failure.FailureCode;
import java.nio.file.Path;

/** One line of the trainer's contract. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ProgressEvent.PhaseStarted.class, name = "phase"),
  @JsonSubTypes.Type(value = ProgressEvent.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = ProgressEvent.StepDone.class, name = "step"),
  @JsonSubTypes.Type(value = ProgressEvent.CheckpointWritten.class, name = "checkpoint"),
  @JsonSubTypes.Type(value = ProgressEvent.ImageWritten.class, name = "image"),
  @JsonSubTypes.Type(value = ProgressEvent.ValidationImageWritten.class, name = "validation-image"),
  @JsonSubTypes.Type(value = ProgressEvent.Done.class, name = "done"),
  @JsonSubTypes.Type(value = ProgressEvent.Failed.class, name = "error")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ProgressEvent {

  /** The run entered a phase. */
  record PhaseStarted(Phase phase) implements ProgressEvent {}

  /** The run goes on from the checkpoint at {@code step}. */
  record Resumed(long step) implements ProgressEvent {}

  /**
   * An optimizer step is done.
   *
   * @param step optimizer steps done, over all attempts
   * @param totalSteps optimizer steps of the run
   * @param loss mean over the step's micro-batches
   * @param learningRate the rate that the step was made with
   * @param gradientNorm L2 norm of the whole gradient before clipping; null where it overflowed and
   *     the step was left out
   * @param stepsPerSecond over the last few steps of this process
   */
  record StepDone(
      long step,
      long totalSteps,
      double loss,
      double learningRate,
      Double gradientNorm,
      double stepsPerSecond)
      implements ProgressEvent {}

  /** A checkpoint is complete and renamed into place; {@code path} is absolute. */
  record CheckpointWritten(long step, Path path) implements ProgressEvent {}

  /**
   * A step towards an image is done; no part of the trainer's contract.
   *
   * @param image number of the image, from 1
   * @param images to be made
   * @param step of the image, from 1
   * @param steps of an image
   */
  record DenoisingStepDone(int image, int images, int step, int steps) implements ProgressEvent {}

  /**
   * An image is complete in its file.
   *
   * @param image number of the image, from 1
   * @param images to be made in this phase
   * @param path absolute
   */
  record ImageWritten(int image, int images, Path path) implements ProgressEvent {}

  /**
   * An image of the LoRA as it was after {@code step} optimizer steps is complete in its file.
   *
   * @param image number of the image, from 1
   * @param images to be made of this LoRA
   * @param path absolute
   */
  record ValidationImageWritten(long step, int image, int images, Path path)
      implements ProgressEvent {}

  /** The LoRA is complete; {@code path} is absolute. */
  record Done(long step, Path path) implements ProgressEvent {}

  /** The run cannot go on. */
  record Failed(FailureCode code, String message) implements ProgressEvent {}

  /** Something that a person should know; no part of the trainer's contract. */
  record Remark(String text) implements ProgressEvent {}
}
