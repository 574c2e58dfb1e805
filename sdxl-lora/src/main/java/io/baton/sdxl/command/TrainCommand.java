package io.baton.sdxl.command;

import io.baton.sdxl.command.train.TrainArguments;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.tensorboard.TensorBoardProgress;
import io.baton.sdxl.training.LoraTrainer;
import io.baton.sdxl.training.Outcome;
import io.baton.sdxl.training.StopRequest;
import io.baton.sdxl.training.options.TrainingOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sdxl-lora train}. */
@Command(
    name = "train",
    description = "Trains a DreamBooth LoRA for SDXL.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisHeading = "",
    customSynopsis =
        "Usage: sdxl-lora train --pretrained_model_name_or_path DIR%n"
            + "         --instance_data_dir DIR --instance_prompt TEXT [OPTIONS]%n",
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:the LoRA is written",
      "64:the command line asks for what cannot be",
      "65:a file does not hold what it should",
      "66:a file or directory is not there",
      "70:a defect of the trainer",
      "71:not enough memory",
      "74:the disk is full or broken",
      "75:stopped by SIGTERM or SIGINT; resume with --resume_from_checkpoint latest"
    })
public final class TrainCommand implements Callable<Integer> {

  /** EX_TEMPFAIL: the run can go on elsewhere. */
  static final int STOPPED = 75;

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text and exit.")
  private boolean help;

  @Option(
      names = ConfigurationFile.OPTION,
      paramLabel = "FILE",
      description =
          "YAML file of options: their names without dashes as keys, true or false for flags. What"
              + " the command line says wins.")
  private Path configuration;

  @Mixin private TrainArguments arguments;

  @ArgGroup(validate = false, heading = "%nProgress%n")
  private ProgressArguments progress = new ProgressArguments();

  TrainCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    ProgressListener listener = progress.style().to(out, err);
    try {
      TrainingOptions options = arguments.options();
      Optional<Path> eventFiles = arguments.eventFiles();
      arguments.remarks().forEach(text -> listener.on(new Remark(text)));
      if (progress.exitWithParent) {
        ParentWatch.start();
      }
      StopRequest stop = new StopRequest();
      try (TerminationSignals signals = new TerminationSignals(stop)) {
        return exitCode(run(options, eventFiles, listener, stop));
      }
    } catch (Throwable problem) {
      return FailureDescription.tell(FailureDescription.of(problem), listener, err);
    }
  }

  private static Outcome run(
      TrainingOptions options,
      Optional<Path> eventFiles,
      ProgressListener listener,
      StopRequest stop) {
    if (eventFiles.isEmpty()) {
      return new LoraTrainer(options, listener, stop).run();
    }
    try (TensorBoardProgress events =
        new TensorBoardProgress(eventFiles.orElseThrow(), Clock.systemUTC())) {
      return new LoraTrainer(options, listener.and(events), stop).run();
    }
  }

  private static int exitCode(Outcome outcome) {
    return outcome instanceof Outcome.Stopped ? STOPPED : 0;
  }
}
