package io.baton.sdxl.training;

import io.baton.sdxl.checkpoint.Checkpoint;
import io.baton.sdxl.checkpoint.OutputDirectory;
import io.baton.sdxl.checkpoint.RunIdentity;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a run starts: anew, or from a checkpoint that is its own. */
final class ResumePoint {

  private ResumePoint() {}

  /**
   * The checkpoint that the options ask for.
   *
   * @throws TrainingFailure {@code USAGE} when a run that starts anew would mix with what another
   *     has left
   */
  static Optional<Checkpoint> find(OutputOptions options, OutputDirectory output) {
    if (options.resumeFromCheckpoint().isEmpty()) {
      requireUntouched(options, output);
      return Optional.empty();
    }
    String asked = options.resumeFromCheckpoint().orElseThrow();
    if (asked.equals(OutputOptions.LATEST)) {
      return Optional.ofNullable(output.checkpoints().lastEntry())
          .map(Map.Entry::getValue)
          .map(Checkpoint::open);
    }
    Path directory = output.find(asked);
    return Optional.of(Checkpoint.open(directory));
  }

  /** Refuses to go on with other options than those that the checkpoint was made with. */
  static void requireSameRun(Checkpoint checkpoint, RunIdentity identity, long totalSteps) {
    List<String> differences = identity.differencesFrom(checkpoint.identity());
    if (!differences.isEmpty()) {
      throw new TrainingFailure(
          FailureCode.USAGE,
          "The checkpoint at step %d is of another run: %s; give the same options, or another --output_dir."
              .formatted(checkpoint.step(), String.join(", ", differences)));
    }
    if (checkpoint.step() > totalSteps) {
      throw new TrainingFailure(
          FailureCode.USAGE,
          "The checkpoint is at step %d, past the %d steps of this run; give a larger --max_train_steps."
              .formatted(checkpoint.step(), totalSteps));
    }
  }

  private static void requireUntouched(OutputOptions options, OutputDirectory output) {
    if (!output.checkpoints().isEmpty()) {
      throw new TrainingFailure(
          FailureCode.USAGE,
          "%s holds %s of another run; give --resume_from_checkpoint latest to go on, or another --output_dir."
              .formatted(
                  options.outputDir(), output.checkpoints().lastEntry().getValue().getFileName()));
    }
    if (Files.exists(output.loraFile())) {
      throw new TrainingFailure(
          FailureCode.USAGE,
          "%s holds a finished %s; give another --output_dir, or move that file away."
              .formatted(options.outputDir(), output.loraFile().getFileName()));
    }
  }
}
