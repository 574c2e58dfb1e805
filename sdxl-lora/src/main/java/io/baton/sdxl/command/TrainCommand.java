package io.baton.sdxl.command;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.progress.ProgressEvent.Failed;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.torch.DeviceChoice;
import io.baton.sdxl.training.AdamWOptions;
import io.baton.sdxl.training.ImageOptions;
import io.baton.sdxl.training.LearningRateOptions;
import io.baton.sdxl.training.LengthOptions;
import io.baton.sdxl.training.LoraTrainer;
import io.baton.sdxl.training.MixedPrecision;
import io.baton.sdxl.training.Outcome;
import io.baton.sdxl.training.OutputOptions;
import io.baton.sdxl.training.StopRequest;
import io.baton.sdxl.training.TrainingOptions;
import java.io.PrintStream;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

  @Mixin private TrainArguments arguments;

  TrainCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    ProgressStyle style =
        arguments.output.progress == null
            ? ProgressStyle.onThisTerminal()
            : arguments.output.progress;
    ProgressListener listener = style.to(out, err);
    try {
      TrainingOptions options = options();
      if (arguments.output.exitWithParent) {
        ParentWatch.start();
      }
      StopRequest stop = new StopRequest();
      try (TerminationSignals signals = new TerminationSignals(stop)) {
        return exitCode(new LoraTrainer(options, listener, stop).run());
      }
    } catch (Throwable problem) {
      TrainingFailure failure = FailureDescription.of(problem);
      if (failure.code() == FailureCode.INTERNAL) {
        problem.printStackTrace(err);
      }
      listener.on(new Failed(failure.code(), failure.getMessage()));
      return failure.code().exitCode();
    }
  }

  private static int exitCode(Outcome outcome) {
    return outcome instanceof Outcome.Stopped ? STOPPED : 0;
  }

  private TrainingOptions options() {
    TrainArguments.Lora lora = arguments.lora;
    return new TrainingOptions(
        required("--pretrained_model_name_or_path", arguments.images.model),
        images(),
        length(),
        learningRate(),
        adamW(),
        lora(),
        arguments.optimizer.snrGamma == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(arguments.optimizer.snrGamma),
        mixedPrecision(),
        lora.gradientCheckpointing,
        device(),
        lora.seed == null ? OptionalLong.empty() : OptionalLong.of(lora.seed),
        output());
  }

  private ImageOptions images() {
    TrainArguments.Images images = arguments.images;
    return new ImageOptions(
        required("--instance_data_dir", images.instanceDataDir),
        required("--instance_prompt", images.instancePrompt),
        images.repeats,
        images.resolution,
        images.centerCrop,
        images.randomFlip);
  }

  private LengthOptions length() {
    TrainArguments.Length length = arguments.length;
    return new LengthOptions(
        length.trainBatchSize,
        length.gradientAccumulationSteps,
        length.numTrainEpochs,
        length.maxTrainSteps == null
            ? OptionalLong.empty()
            : OptionalLong.of(length.maxTrainSteps));
  }

  private LearningRateOptions learningRate() {
    TrainArguments.Rate rate = arguments.rate;
    return new LearningRateOptions(
        rate.learningRate,
        rate.scaleLearningRate,
        rate.schedule,
        rate.warmupSteps,
        rate.cycles,
        rate.power);
  }

  private AdamWOptions adamW() {
    TrainArguments.Optimizer optimizer = arguments.optimizer;
    return new AdamWOptions(
        optimizer.beta1,
        optimizer.beta2,
        optimizer.weightDecay,
        optimizer.epsilon,
        optimizer.maxGradNorm);
  }

  private LoraConfig lora() {
    TrainArguments.Lora lora = arguments.lora;
    if (lora.rank < 1) {
      throw usage("--rank must be at least 1, not %d.".formatted(lora.rank));
    }
    double alpha = lora.alpha == null ? lora.rank : lora.alpha;
    if (!(alpha > 0) || Double.isInfinite(alpha)) {
      throw usage("--alpha must be a positive number, not %s.".formatted(alpha));
    }
    return new LoraConfig(lora.rank, alpha);
  }

  private MixedPrecision mixedPrecision() {
    return Stream.of(MixedPrecision.values())
        .filter(precision -> precision.optionValue().equals(arguments.lora.mixedPrecision))
        .findFirst()
        .orElseThrow(
            () ->
                usage(
                    "--mixed_precision %s is not supported: use no or bf16."
                        .formatted(arguments.lora.mixedPrecision)));
  }

  private DeviceChoice device() {
    String text = arguments.lora.device;
    return DeviceChoice.of(text)
        .orElseThrow(
            () -> usage("--device %s is not known: use %s.".formatted(text, DeviceChoice.FORMS)));
  }

  private OutputOptions output() {
    TrainArguments.Output output = arguments.output;
    return new OutputOptions(
        output.outputDir,
        output.checkpointingSteps,
        output.checkpointsTotalLimit == null
            ? OptionalInt.empty()
            : OptionalInt.of(output.checkpointsTotalLimit),
        Optional.ofNullable(output.resumeFromCheckpoint));
  }

  private static <T> T required(String option, T value) {
    if (value == null) {
      throw usage(option + " is missing; see sdxl-lora train --help.");
    }
    return value;
  }

  private static TrainingFailure usage(String message) {
    return new TrainingFailure(FailureCode.USAGE, message);
  }
}
