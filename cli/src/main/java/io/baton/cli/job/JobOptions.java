package io.baton.cli.job;

import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.CheckpointInterval;
import io.baton.protocol.job.training.ImageOptions;
import io.baton.protocol.job.training.LearningRateSchedule;
import io.baton.protocol.job.training.LossOptions;
import io.baton.protocol.job.training.MixedPrecision;
import io.baton.protocol.job.training.ScheduleOptions;
import io.baton.protocol.webhook.WebhookTarget;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What to train, as options; what is left out gets the API's default. */
final class JobOptions {
  /** Stands for the dataset while the rest of a job is checked. */
  static final DatasetId NO_DATASET = new DatasetId("not-uploaded-yet");

  /** The model that the local platform makes: a real SDXL with random weights and tiny widths. */
  private static final String TINY = "tiny";

  /** Pixels that suit the tiny model; a real SDXL wants 1024. */
  private static final int TINY_RESOLUTION = 128;

  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "TEXT",
      description = "The instance prompt, such as \"a photo of sks cat\".")
  private String prompt;

  @Option(names = "--name", paramLabel = "TEXT", description = "Shown in lists. Default: prompt.")
  private String name;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = TINY,
      description = "The base model, below the nodes' models directory. Default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "60",
      description = "Optimizer steps. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "10",
      converter = IntervalConverter.class,
      description =
          "Steps between checkpoints, or auto: the service chooses. Default: ${DEFAULT-VALUE}.")
  private CheckpointInterval checkpointEvery;

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS",
      description = "Side of the square training images. Default: 1024; 128 for model tiny.")
  private Integer resolution;

  @Option(names = "--rank", paramLabel = "N", description = "Rank of the LoRA. Default: 4.")
  private Integer rank;

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "Default: 1e-4.")
  private Double learningRate;

  @Option(
      names = "--lr-scheduler",
      paramLabel = "NAME",
      description = "${COMPLETION-CANDIDATES}, in lower case. Default: constant.")
  private LearningRateSchedule scheduler;

  @Option(names = "--lr-warmup-steps", paramLabel = "N", description = "Default: 500.")
  private Integer warmupSteps;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "1",
      description = "Images a micro-step. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--gradient-accumulation-steps",
      paramLabel = "N",
      description = "Micro-steps an optimizer step. Default: 1.")
  private Integer accumulation;

  @Option(
      names = "--gradient-checkpointing",
      description = "Compute activations twice to save memory.")
  private boolean gradientCheckpointing;

  @Option(names = "--center-crop", description = "Crop the centre instead of a random place.")
  private boolean centerCrop;

  @Option(names = "--random-flip", description = "Mirror half of the images.")
  private boolean randomFlip;

  @Option(names = "--repeats", paramLabel = "N", description = "How often an epoch has each image.")
  private Integer repeats;

  @Option(names = "--snr-gamma", paramLabel = "GAMMA", description = "min-SNR loss weight.")
  private Double snrGamma;

  @Option(names = "--mixed-precision", paramLabel = "FORMAT", description = "no, bf16 or fp16.")
  private MixedPrecision precision;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "For every draw of the training. Default: drawn and shown with the job.")
  private Long seed;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "-1000 to 1000, larger first. Default: 0.")
  private Integer priority;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      description = "Failures after which the job ends; interruptions do not count. Default: 3.")
  private Integer maxFailures;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "N",
      description = "Checkpoints that storage keeps while the job lives. Default: 3.")
  private Integer keepCheckpoints;

  /** Throws {@link io.baton.protocol.field.InvalidFieldException} for what the contract refuses. */
  JobSpec spec(DatasetId dataset, Optional<WebhookTarget> webhook) {
    return new JobSpec(
        name,
        dataset,
        new BaseModel(model),
        Optional.of(training()),
        Optional.empty(),
        priority,
        Budgets.of(maxFailures, null),
        keepCheckpoints,
        webhook,
        null,
        null);
  }

  private TrainingOptions training() {
    Integer pixels = resolution == null && model.equals(TINY) ? TINY_RESOLUTION : resolution;
    return TrainingOptions.builder(prompt)
        .maxTrainSteps(steps)
        .checkpointingSteps(checkpointEvery)
        .resolution(pixels)
        .trainBatchSize(batchSize)
        .gradientAccumulationSteps(accumulation)
        .gradientCheckpointing(gradientCheckpointing)
        .learningRate(learningRate)
        .rank(rank)
        .mixedPrecision(precision)
        .seed(seed)
        .images(ImageOptions.cropped(centerCrop, randomFlip, repeats))
        .schedule(ScheduleOptions.of(scheduler, warmupSteps))
        .loss(LossOptions.ofSnrGamma(snrGamma))
        .build();
  }
}
