package io.baton.sdxl.training.options;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the run writes.
 *
 * @param outputDir directory of checkpoints and of the LoRA
 * @param checkpointingSteps optimizer steps from one checkpoint to the next
 * @param checkpointsTotalLimit how many checkpoints stay; all where empty
 * @param resumeFromCheckpoint {@code latest}, or a checkpoint's directory or name
 * @param resumeWithOtherOptions whether a checkpoint that was made with other options is gone on
 *     from
 */
public record OutputOptions(
    Path outputDir,
    int checkpointingSteps,
    OptionalInt checkpointsTotalLimit,
    Optional<String> resumeFromCheckpoint,
    boolean resumeWithOtherOptions) {

  /** Resumes from the newest checkpoint, and starts anew where there is none. */
  public static final String LATEST = "latest";

  public OutputOptions {
    Objects.requireNonNull(outputDir, "outputDir");
    Objects.requireNonNull(resumeFromCheckpoint, "resumeFromCheckpoint");
    OptionRules.atLeast("--checkpointing_steps", 1, checkpointingSteps);
    if (resumeWithOtherOptions && resumeFromCheckpoint.isEmpty()) {
      throw OptionRules.usage(
          "--resume_with_other_options needs --resume_from_checkpoint as well.");
    }
    checkpointsTotalLimit.ifPresent(
        limit -> OptionRules.atLeast("--checkpoints_total_limit", 1, limit));
  }

  /** A run from its start, with a checkpoint every 500 steps. */
  public static OutputOptions into(Path directory) {
    return new OutputOptions(directory, 500, OptionalInt.empty(), Optional.empty(), false);
  }
}
