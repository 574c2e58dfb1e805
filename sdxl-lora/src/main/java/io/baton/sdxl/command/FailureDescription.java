package io.baton.sdxl.command;

import ai.djl.engine.EngineException;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.progress.ProgressEvent.Failed;
import io.baton.sdxl.progress.ProgressListener;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Whatever stopped a command, as a failure that can be told. */
final class FailureDescription {

  private static final String TRAINING_RELIEF =
      "--gradient_checkpointing, a smaller --train_batch_size or --resolution";

  private FailureDescription() {}

  static TrainingFailure of(Throwable problem) {
    return of(problem, TRAINING_RELIEF);
  }

  /**
   * @param relief what takes less memory, as the middle of a sentence
   */
  static TrainingFailure of(Throwable problem, String relief) {
    if (problem instanceof TrainingFailure failure) {
      return failure;
    }
    if (problem instanceof UncheckedIOException unchecked) {
      return TrainingFailure.ofInputOutput("reading or writing a file", unchecked.getCause());
    }
    if (problem instanceof IOException inputOutput) {
      return TrainingFailure.ofInputOutput("reading or writing a file", inputOutput);
    }
    if (isOutOfMemory(problem)) {
      return new TrainingFailure(
          FailureCode.OUT_OF_MEMORY,
          "There is not enough %s for this run; try %s, or a larger machine."
              .formatted(isGpus(problem) ? "GPU memory" : "memory", relief),
          problem);
    }
    return new TrainingFailure(
        FailureCode.INTERNAL,
        "The trainer has a defect: %s; please report it with the lines above.".formatted(problem),
        problem);
  }

  /**
   * Tells a failure, with its trace where it is a defect.
   *
   * @return the exit code of the process
   */
  static int tell(TrainingFailure failure, ProgressListener listener, PrintStream err) {
    if (failure.code() == FailureCode.INTERNAL) {
      failure.printStackTrace(err);
    }
    listener.on(new Failed(failure.code(), failure.getMessage()));
    return failure.code().exitCode();
  }

  /** As torch says it of CUDA and of HIP. */
  private static boolean isGpus(Throwable problem) {
    String message = String.valueOf(problem.getMessage());
    return message.contains("CUDA") || message.contains("HIP");
  }

  private static boolean isOutOfMemory(Throwable problem) {
    if (problem instanceof OutOfMemoryError) {
      return true;
    }
    String message = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
    return problem instanceof EngineException
        && (message.contains("out of memory") || message.contains("can't allocate memory"));
  }
}
