package io.baton.sdxl.command.train;

import io.baton.sdxl.training.options.OutputOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Where the run writes. */
final class OutputArguments {

  @Option(
      names = "--output_dir",
      paramLabel = "DIR",
      description = "Where checkpoints and the LoRA go (default: ${DEFAULT-VALUE}).")
  Path outputDir = Path.of("lora-dreambooth-model");

  @Option(
      names = "--checkpointing_steps",
      paramLabel = "STEPS",
      description = "Steps from one checkpoint to the next (default: ${DEFAULT-VALUE}).")
  int checkpointingSteps = 500;

  @Option(
      names = "--checkpoints_total_limit",
      paramLabel = "NUMBER",
      description = "Checkpoints to keep (default: all).")
  Integer checkpointsTotalLimit;

  @Option(
      names = "--resume_from_checkpoint",
      paramLabel = "NAME",
      description = "'latest', or a checkpoint's directory or name.")
  String resumeFromCheckpoint;

  @Option(
      names = "--resume_with_other_options",
      description =
          "Go on from a checkpoint that was made with other options, images or base model; the LoRA"
              + " is then no longer that of an uninterrupted run. Rank, optimizer, DoRA and which"
              + " models are trained stay.")
  boolean otherOptions;

  @Option(
      names = "--output_kohya_format",
      description =
          "Write the LoRA for kohya's scripts and the web interfaces too, as is done in any case.")
  boolean kohya;

  OutputOptions options() {
    return new OutputOptions(
        outputDir,
        checkpointingSteps,
        checkpointsTotalLimit == null ? OptionalInt.empty() : OptionalInt.of(checkpointsTotalLimit),
        Optional.ofNullable(resumeFromCheckpoint),
        otherOptions);
  }
}
