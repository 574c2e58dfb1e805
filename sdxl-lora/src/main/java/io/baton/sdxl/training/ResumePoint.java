package io.baton.sdxl.training;

import io.baton.sdxl.checkpoint.Checkpoint;
import io.baton.sdxl.checkpoint.OutputDirectory;
import io.baton.sdxl.checkpoint.RunIdentity;
import io.baton.sdxl.checkpoint.RunIdentity.Difference;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.training.options.MixedPrecision;
import io.baton.sdxl.training.options.OptimizerChoice;
import io.baton.sdxl.training.options.OutputOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a run starts: anew, or from a checkpoint that is its own. */
final class ResumePoint {

  private static final Set<String> FIXED =
      Set.of(
          "--rank",
          "--use_dora",
          "--train_text_encoder",
          OptimizerChoice.NAME,
          OptimizerChoice.EIGHT_BIT);

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

  /**
   * Refuses to go on with other options than those that the checkpoint was made with, unless they
   * are allowed and can be other ones.
   *
   * @return what differs
   */
  static List<Difference> requireSameRun(
      Checkpoint checkpoint, RunIdentity identity, long totalSteps, boolean otherOptionsAllowed) {
    List<Difference> differences = identity.differencesFrom(checkpoint.identity());
    if (!differences.isEmpty() && !otherOptionsAllowed) {
      throw new TrainingFailure(
          FailureCode.USAGE,
          "The checkpoint at step %d is of another run: %s; give the same options, or another --output_dir, or --resume_with_other_options to go on with these."
              .formatted(checkpoint.step(), joined(differences)));
    }
    List<Difference> fixed = differences.stream().filter(ResumePoint::isFixed).toList();
    if (!fixed.isEmpty()) {
      throw new TrainingFailure(
          FailureCode.USAGE,
          "The checkpoint at step %d cannot be gone on from: %s; give what the checkpoint was made with, or another --output_dir."
              .formatted(checkpoint.step(), joined(fixed)));
    }
    if (checkpoint.step() > totalSteps) {
      throw new TrainingFailure(
          FailureCode.USAGE,
          "The checkpoint is at step %d, past the %d steps of this run; give a larger --max_train_steps."
              .formatted(checkpoint.step(), totalSteps));
    }
    return differences;
  }

  // What decides which tensors and numbers a checkpoint has.
  private static boolean isFixed(Difference difference) {
    return FIXED.contains(difference.option())
        || difference.option().equals("--mixed_precision")
            && Set.of(difference.here(), difference.there())
                .contains(MixedPrecision.FP16.optionValue());
  }

  private static String joined(List<Difference> differences) {
    return differences.stream().map(Difference::toString).collect(Collectors.joining(", "));
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
