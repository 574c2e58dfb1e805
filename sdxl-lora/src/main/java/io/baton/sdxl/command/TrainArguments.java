package io.baton.sdxl.command;

import io.baton.sdxl.schedule.ScheduleKind;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options of {@code train}, by subject; null where an option has no default and was not given.
 */
final class TrainArguments {

  @ArgGroup(validate = false, heading = "%nModel and images%n")
  Images images = new Images();

  @ArgGroup(validate = false, heading = "%nLength%n")
  Length length = new Length();

  @ArgGroup(validate = false, heading = "%nLearning rate%n")
  Rate rate = new Rate();

  @ArgGroup(validate = false, heading = "%nOptimizer (AdamW) and loss%n")
  Optimizer optimizer = new Optimizer();

  @ArgGroup(validate = false, heading = "%nLoRA, precision and device%n")
  Lora lora = new Lora();

  @ArgGroup(validate = false, heading = "%nOutput%n")
  Output output = new Output();

  static final class Images {
    @Option(
        names = "--pretrained_model_name_or_path",
        paramLabel = "DIR",
        description = "Directory of the base model in diffusers' layout. Required.")
    Path model;

    @Option(
        names = "--instance_data_dir",
        paramLabel = "DIR",
        description =
            "Directory of images of the subject; a caption in name.txt beside name.jpg goes before"
                + " the prompt. Required.")
    Path instanceDataDir;

    @Option(
        names = "--instance_prompt",
        paramLabel = "TEXT",
        description = "Caption of images without one, such as 'a photo of sks dog'. Required.")
    String instancePrompt;

    @Option(
        names = "--repeats",
        paramLabel = "TIMES",
        description = "How often an epoch shows each image (default: ${DEFAULT-VALUE}).")
    int repeats = 1;

    @Option(
        names = "--resolution",
        paramLabel = "PIXELS",
        description = "Side of the square that is trained on (default: ${DEFAULT-VALUE}).")
    int resolution = 1024;

    @Option(
        names = "--center_crop",
        description = "Cut the square from the middle, not from a place drawn anew each time.")
    boolean centerCrop;

    @Option(names = "--random_flip", description = "Mirror every image half of the times.")
    boolean randomFlip;
  }

  static final class Length {
    @Option(
        names = "--train_batch_size",
        paramLabel = "IMAGES",
        description = "Images in a micro-step (default: ${DEFAULT-VALUE}).")
    int trainBatchSize = 4;

    @Option(
        names = "--gradient_accumulation_steps",
        paramLabel = "MICRO-STEPS",
        description = "Micro-steps in a step (default: ${DEFAULT-VALUE}).")
    int gradientAccumulationSteps = 1;

    @Option(
        names = "--num_train_epochs",
        paramLabel = "EPOCHS",
        description =
            "Times all images are shown; without effect when --max_train_steps is given (default:"
                + " ${DEFAULT-VALUE}).")
    int numTrainEpochs = 1;

    @Option(names = "--max_train_steps", paramLabel = "STEPS", description = "Steps to train.")
    Long maxTrainSteps;
  }

  static final class Rate {
    @Option(
        names = "--learning_rate",
        paramLabel = "RATE",
        description = "Rate after the warm-up (default: 1e-4).")
    double learningRate = 1e-4;

    @Option(names = "--scale_lr", description = "Multiply the rate by the images that a step sees.")
    boolean scaleLearningRate;

    @Option(
        names = "--lr_scheduler",
        paramLabel = "NAME",
        converter = ScheduleConverter.class,
        description =
            "constant, constant_with_warmup, linear, cosine, cosine_with_restarts or polynomial"
                + " (default: constant).")
    ScheduleKind schedule = ScheduleKind.CONSTANT;

    @Option(
        names = "--lr_warmup_steps",
        paramLabel = "STEPS",
        description =
            "Steps over which the rate rises from 0; constant has no warm-up (default:"
                + " ${DEFAULT-VALUE}).")
    long warmupSteps = 500;

    @Option(
        names = "--lr_num_cycles",
        paramLabel = "CYCLES",
        description = "Cycles of cosine_with_restarts (default: ${DEFAULT-VALUE}).")
    int cycles = 1;

    @Option(
        names = "--lr_power",
        paramLabel = "EXPONENT",
        description = "Exponent of polynomial (default: ${DEFAULT-VALUE}).")
    double power = 1;
  }

  static final class Optimizer {
    @Option(
        names = "--adam_beta1",
        paramLabel = "FRACTION",
        description = "Decay of the first moment, a step (default: ${DEFAULT-VALUE}).")
    double beta1 = 0.9;

    @Option(
        names = "--adam_beta2",
        paramLabel = "FRACTION",
        description = "Decay of the second moment, a step (default: ${DEFAULT-VALUE}).")
    double beta2 = 0.999;

    @Option(
        names = "--adam_weight_decay",
        paramLabel = "FRACTION",
        description = "Weight decay, times the learning rate, a step (default: 1e-4).")
    double weightDecay = 1e-4;

    @Option(
        names = "--adam_epsilon",
        paramLabel = "NUMBER",
        description = "Added to the root of the second moment (default: 1e-8).")
    double epsilon = 1e-8;

    @Option(
        names = "--max_grad_norm",
        paramLabel = "NORM",
        description = "L2 norm that the gradient is cut to (default: ${DEFAULT-VALUE}).")
    double maxGradNorm = 1;

    @Option(
        names = "--snr_gamma",
        paramLabel = "GAMMA",
        description = "Weigh the loss by min-SNR with this gamma; 5.0 is usual.")
    Double snrGamma;
  }

  static final class Lora {
    @Option(
        names = "--rank",
        paramLabel = "NUMBER",
        description = "Rank of the LoRA (default: ${DEFAULT-VALUE}).")
    int rank = 4;

    @Option(
        names = "--alpha",
        paramLabel = "NUMBER",
        description = "The LoRA counts alpha / rank times (default: the rank).")
    Double alpha;

    @Option(
        names = "--mixed_precision",
        paramLabel = "NAME",
        description =
            "no (32-bit) or bf16, for the base model; the LoRA is always 32-bit (default: no).")
    String mixedPrecision = "no";

    @Option(
        names = "--gradient_checkpointing",
        description = "Compute activations twice to save memory; the LoRA is the same.")
    boolean gradientCheckpointing;

    @Option(
        names = "--device",
        paramLabel = "DEVICE",
        description =
            "cpu, cuda or cuda:N (default: auto, the first CUDA GPU where libtorch can use one,"
                + " else the CPU).")
    String device = "auto";

    @Option(
        names = "--seed",
        paramLabel = "NUMBER",
        description = "Seed of all random numbers (default: drawn, and kept in the checkpoints).")
    Long seed;
  }

  static final class Output {
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
        names = "--progress",
        paramLabel = "STYLE",
        description =
            "json (JSON lines on standard output), bar or none (default: bar on a terminal, else"
                + " none).")
    ProgressStyle progress;

    @Option(
        names = "--exit-with-parent",
        description = "End at once when the process that started this one ends.")
    boolean exitWithParent;
  }

  static final class ScheduleConverter implements ITypeConverter<ScheduleKind> {
    @Override
    public ScheduleKind convert(String value) {
      return ScheduleKind.ofOption(value)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is none of %s"
                          .formatted(
                              value,
                              String.join(
                                  ", ",
                                  Stream.of(ScheduleKind.values())
                                      .map(ScheduleKind::optionValue)
                                      .toList()))));
    }
  }
}
