package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.training.AdapterOptions;
import io.baton.protocol.job.training.BucketOptions;
import io.baton.protocol.job.training.CheckpointInterval;
import io.baton.protocol.job.training.ImageOptions;
import io.baton.protocol.job.training.LearningRateSchedule;
import io.baton.protocol.job.training.LossOptions;
import io.baton.protocol.job.training.MixedPrecision;
import io.baton.protocol.job.training.ModelOptions;
import io.baton.protocol.job.training.OptimizerOptions;
import io.baton.protocol.job.training.PriorOptions;
import io.baton.protocol.job.training.ScheduleOptions;
import io.baton.protocol.job.training.TextEncoderOptions;
import io.baton.protocol.job.training.ValidationOptions;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What to train: names, meanings and defaults of diffusers' {@code train_dreambooth_lora_sdxl.py},
 * in camel case; what is not set every day, in groups by subject. Options that contradict each
 * other, or that have no effect with the others, are refused.
 *
 * @param instancePrompt the prompt for every image without a caption of its own, 1 to 2,000
 *     characters; required
 * @param maxTrainSteps optimizer steps, 1 to 1,000,000; this or numTrainEpochs is required; absent:
 *     the epochs count
 * @param numTrainEpochs times that all images are shown, 1 to 1,000,000, instead of maxTrainSteps;
 *     not with buckets; absent: the steps count
 * @param checkpointingSteps optimizer steps between checkpoints, or auto: the service chooses for
 *     each attempt; default auto
 * @param resolution side of the square training images in pixels, a multiple of 8 from 32 to 4096;
 *     default 1024
 * @param trainBatchSize images a micro-step, 1 to 1024; default 4
 * @param gradientAccumulationSteps micro-steps an optimizer step, 1 to 1024; default 1
 * @param gradientCheckpointing compute activations twice to save memory; default false
 * @param learningRate after the warm-up, more than 0 and at most 10; default 1e-4
 * @param rank rank of the LoRA matrices, 1 to 1024; default 4
 * @param mixedPrecision format of the frozen weights and matrix products; default no
 * @param allowTf32 a GPU may round the factors of float32 matrix products to 10 bits of fraction;
 *     default false
 * @param seed of all random numbers, at least 0; absent: one is drawn when the job is submitted and
 *     stored with it
 * @param model what is taken of the base model; default: all of it
 * @param images what is seen of images and captions; default: the defaults of its fields
 * @param buckets train images at sizes near their own aspect ratios; absent: squares only
 * @param prior train on images of the subject's class too; absent: not
 * @param optimizer what turns gradients into steps; default: AdamW
 * @param schedule the learning rate over the run; default: constant
 * @param loss what is minimized; default: the plain loss
 * @param adapter what is trained, beside its rank; default: a plain LoRA
 * @param textEncoders train a LoRA of the text encoders too; absent: they stay as they are
 * @param validation draw images while it trains and at the end; absent: none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TrainingOptions(
    String instancePrompt,
    Optional<Integer> maxTrainSteps,
    Optional<Integer> numTrainEpochs,
    CheckpointInterval checkpointingSteps,
    Integer resolution,
    Integer trainBatchSize,
    Integer gradientAccumulationSteps,
    Boolean gradientCheckpointing,
    Double learningRate,
    Integer rank,
    MixedPrecision mixedPrecision,
    Boolean allowTf32,
    Optional<Long> seed,
    ModelOptions model,
    ImageOptions images,
    Optional<BucketOptions> buckets,
    Optional<PriorOptions> prior,
    OptimizerOptions optimizer,
    ScheduleOptions schedule,
    LossOptions loss,
    AdapterOptions adapter,
    Optional<TextEncoderOptions> textEncoders,
    Optional<ValidationOptions> validation)
    implements Workload {

  /** The most optimizer steps of a job. */
  public static final int MAX_STEPS = 1_000_000;

  /** What polynomial falls to. */
  private static final double POLYNOMIAL_END = 1e-7;

  public TrainingOptions {
    Fields.text("instancePrompt", instancePrompt, 2000);
    maxTrainSteps = Fields.orEmpty(maxTrainSteps);
    maxTrainSteps.ifPresent(steps -> Fields.inRange("maxTrainSteps", steps, 1, MAX_STEPS));
    numTrainEpochs = Fields.orEmpty(numTrainEpochs);
    numTrainEpochs.ifPresent(epochs -> Fields.inRange("numTrainEpochs", epochs, 1, MAX_STEPS));
    checkpointingSteps = Fields.orDefault(checkpointingSteps, CheckpointInterval.AUTO);
    resolution = Fields.orDefault(resolution, 1024);
    Fields.inRange("resolution", resolution, 32, 4096);
    if (resolution % 8 != 0) {
      throw new InvalidFieldException("resolution", "must be a multiple of 8, not " + resolution);
    }
    trainBatchSize = Fields.orDefault(trainBatchSize, 4);
    Fields.inRange("trainBatchSize", trainBatchSize, 1, 1024);
    gradientAccumulationSteps = Fields.orDefault(gradientAccumulationSteps, 1);
    Fields.inRange("gradientAccumulationSteps", gradientAccumulationSteps, 1, 1024);
    gradientCheckpointing = Fields.orDefault(gradientCheckpointing, false);
    learningRate = Fields.orDefault(learningRate, 1e-4);
    Fields.positive("learningRate", learningRate, 10);
    rank = Fields.orDefault(rank, 4);
    Fields.inRange("rank", rank, 1, 1024);
    mixedPrecision = Fields.orDefault(mixedPrecision, MixedPrecision.NO);
    allowTf32 = Fields.orDefault(allowTf32, false);
    seed = Fields.orEmpty(seed);
    seed.ifPresent(number -> Fields.inRange("seed", number, 0L, Long.MAX_VALUE));

    model = Fields.orDefault(model, ModelOptions.DEFAULT);
    images = Fields.orDefault(images, ImageOptions.DEFAULT);
    buckets = Fields.orEmpty(buckets);
    prior = Fields.orEmpty(prior);
    optimizer = Fields.orDefault(optimizer, OptimizerOptions.DEFAULT);
    schedule = Fields.orDefault(schedule, ScheduleOptions.DEFAULT);
    loss = Fields.orDefault(loss, LossOptions.DEFAULT);
    adapter = Fields.orDefault(adapter, AdapterOptions.DEFAULT);
    textEncoders = Fields.orEmpty(textEncoders);
    validation = Fields.orEmpty(validation);

    requireOneLength(maxTrainSteps, numTrainEpochs, buckets);
    requireRateAbove(schedule, learningRate);
    if (buckets.isPresent()) {
      buckets.get().requireSquareOf(resolution);
    }
    if (optimizer.name().hasOneRate()) {
      requireOneRate(optimizer, adapter, textEncoders);
    } else {
      textEncoders = textEncoders.map(TextEncoderOptions::withRate);
    }
  }

  private static void requireOneLength(
      Optional<Integer> steps, Optional<Integer> epochs, Optional<BucketOptions> buckets) {
    if (steps.isEmpty() && epochs.isEmpty()) {
      throw new InvalidFieldException("maxTrainSteps", "is missing: give it, or numTrainEpochs");
    }
    if (steps.isPresent()) {
      Fields.absent(
          "numTrainEpochs", epochs, "has no effect beside maxTrainSteps: give one of them");
    }
    if (buckets.isPresent()) {
      Fields.absent(
          "numTrainEpochs",
          epochs,
          "does not go with buckets, whose batches depend on the images' sizes: give maxTrainSteps");
    }
  }

  private static void requireRateAbove(ScheduleOptions schedule, double learningRate) {
    if (schedule.lrScheduler() == LearningRateSchedule.POLYNOMIAL
        && learningRate <= POLYNOMIAL_END) {
      throw new InvalidFieldException(
          "learningRate",
          "must be more than "
              + POLYNOMIAL_END
              + " with lrScheduler polynomial, which falls to that, not "
              + learningRate);
    }
  }

  private static void requireOneRate(
      OptimizerOptions optimizer,
      AdapterOptions adapter,
      Optional<TextEncoderOptions> textEncoders) {
    String requirement =
        "has no effect with optimizer "
            + optimizer.name().wireName()
            + ", which has one learning rate for all: leave it out";
    Fields.absent("adapter.loraplusLrRatio", adapter.loraplusLrRatio(), requirement);
    Fields.absent(
        "textEncoders.textEncoderLr",
        textEncoders.flatMap(TextEncoderOptions::textEncoderLr),
        requirement);
  }

  /** Options that have their defaults until said otherwise. */
  public static TrainingOptionsBuilder builder(String instancePrompt) {
    return new TrainingOptionsBuilder(instancePrompt);
  }

  /** The same options, to change some of them. */
  public TrainingOptionsBuilder toBuilder() {
    return new TrainingOptionsBuilder(this);
  }

  @Override
  public String title() {
    return instancePrompt;
  }

  @Override
  public Optional<Integer> fixedSteps() {
    return maxTrainSteps;
  }

  @Override
  public Optional<DatasetId> classDataset() {
    return prior.flatMap(PriorOptions::classDatasetId);
  }

  /** In place of steps or epochs. */
  @Override
  public TrainingOptions withTotalSteps(int steps) {
    return toBuilder().numTrainEpochs(null).maxTrainSteps(steps).build();
  }

  @Override
  public TrainingOptions seeded(LongSupplier draw) {
    return seed.isPresent() ? this : toBuilder().seed(draw.getAsLong()).build();
  }

  @Override
  public TrainingOptions decided(int totalSteps, int interval) {
    return toBuilder()
        .numTrainEpochs(null)
        .maxTrainSteps(totalSteps)
        .checkpointingSteps(CheckpointInterval.ofSteps(interval))
        .build();
  }

  @Override
  public <T> T either(
      Function<? super TrainingOptions, ? extends T> training,
      Function<? super CommandOptions, ? extends T> command) {
    return training.apply(this);
  }
}
