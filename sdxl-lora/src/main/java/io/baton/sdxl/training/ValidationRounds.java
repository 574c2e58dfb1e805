package io.baton.sdxl.training;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.progress.Phase;
import io.baton.sdxl.progress.ProgressEvent.PhaseStarted;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.training.options.TrainingOptions;
import io.baton.sdxl.training.options.ValidationOptions;
import java.nio.file.Path;

/** When a run draws validation images: never where it has no prompt for them. */
final class ValidationRounds {

  private final LoadedRun run;
  private final ValidationOptions options;
  private final Path outputDir;
  private final int stepsPerEpoch;
  private final long totalSteps;
  private final ProgressListener listener;
  private final StopRequest stop;

  ValidationRounds(
      LoadedRun run,
      TrainingOptions options,
      int stepsPerEpoch,
      long totalSteps,
      ProgressListener listener,
      StopRequest stop) {
    this.run = run;
    this.options = options.validation();
    this.outputDir = options.output().outputDir();
    this.stepsPerEpoch = stepsPerEpoch;
    this.totalSteps = totalSteps;
    this.listener = listener;
    this.stop = stop;
  }

  /** Whether images are drawn after a step; those after the last come when the LoRA is written. */
  boolean isDue(long step) {
    return step < totalSteps && options.due(step, stepsPerEpoch);
  }

  /** Draws what the run that wrote the checkpoint did not come to draw, or drew elsewhere. */
  void drawMissing(long checkpoint) {
    boolean done =
        run.validation().stream().allMatch(images -> images.isDone(outputDir, checkpoint));
    if (isDue(checkpoint) && !done) {
      draw(checkpoint);
    }
  }

  /** Draws the images after the last step. */
  void drawLast(long step) {
    if (options.wanted(step)) {
      draw(step);
    }
  }

  /** Draws the images after a step. */
  void draw(long step) {
    run.validation()
        .ifPresent(
            validation -> {
              listener.on(new PhaseStarted(Phase.VALIDATING));
              try (NDManager scope = run.newScope()) {
                validation.run(scope, outputDir, step, listener, stop);
              }
            });
  }
}
