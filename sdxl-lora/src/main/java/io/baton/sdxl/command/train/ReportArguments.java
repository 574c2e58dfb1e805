package io.baton.sdxl.command.train;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which tracker is told about the run. */
public final class ReportArguments {

  @Option(
      names = "--report_to",
      paramLabel = "TRACKER",
      description =
          "tensorboard (event files), all (the same) or none (default: ${DEFAULT-VALUE}).")
  String reportTo = "tensorboard";

  @Option(
      names = "--logging_dir",
      paramLabel = "DIR",
      description =
          "Where TensorBoard's event files go, in the output directory where it is no absolute path"
              + " (default: ${DEFAULT-VALUE}).")
  Path loggingDirectory = Path.of("logs");

  /** The directory of event files, where any are wanted. */
  Optional<Path> eventFiles(Path outputDirectory) {
    return switch (reportTo) {
      case "tensorboard", "all" -> Optional.of(outputDirectory.resolve(loggingDirectory));
      case "none" -> Optional.empty();
      case "wandb", "comet_ml", "mlflow", "clearml", "dvclive", "swanlab" ->
          throw new TrainingFailure(
              FailureCode.USAGE,
              ("--report_to %s is not supported: use tensorboard or none, or read the progress from"
                      + " --progress json.")
                  .formatted(reportTo));
      default ->
          throw new TrainingFailure(
              FailureCode.USAGE,
              "--report_to must be tensorboard, all or none, not '%s'.".formatted(reportTo));
    };
  }
}
