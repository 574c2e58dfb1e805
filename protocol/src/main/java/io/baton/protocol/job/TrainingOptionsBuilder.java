package io.baton.protocol.job;

import io.baton.protocol.job.training.AdapterOptions;
import io.baton.protocol.job.training.BucketOptions;
import io.baton.protocol.job.training.CheckpointInterval;
import io.baton.protocol.job.training.ImageOptions;
import io.baton.protocol.job.training.LossOptions;
import io.baton.protocol.job.training.MixedPrecision;
import io.baton.protocol.job.training.ModelOptions;
import io.baton.protocol.job.training.OptimizerOptions;
import io.baton.protocol.job.training.PriorOptions;
import io.baton.protocol.job.training.ScheduleOptions;
import io.baton.protocol.job.training.TextEncoderOptions;
import io.baton.protocol.job.training.ValidationOptions;
import java.util.Optional;

/**
 * Options that have their defaults until said otherwise; null stands for the default, or for none
 * where there is none. {@link TrainingOptions} says what each of them means.
 */
public final class TrainingOptionsBuilder {
  private final String instancePrompt;
  private Integer maxTrainSteps;
  private Integer numTrainEpochs;
  private CheckpointInterval checkpointingSteps;
  private Integer resolution;
  private Integer trainBatchSize;
  private Integer gradientAccumulationSteps;
  private Boolean gradientCheckpointing;
  private Double learningRate;
  private Integer rank;
  private MixedPrecision mixedPrecision;
  private Boolean allowTf32;
  private Long seed;
  private ModelOptions model;
  private ImageOptions images;
  private BucketOptions buckets;
  private PriorOptions prior;
  private OptimizerOptions optimizer;
  private ScheduleOptions schedule;
  private LossOptions loss;
  private AdapterOptions adapter;
  private TextEncoderOptions textEncoders;
  private ValidationOptions validation;

  TrainingOptionsBuilder(String instancePrompt) {
    this.instancePrompt = instancePrompt;
  }

  TrainingOptionsBuilder(TrainingOptions options) {
    this(options.instancePrompt());
    maxTrainSteps = options.maxTrainSteps().orElse(null);
    numTrainEpochs = options.numTrainEpochs().orElse(null);
    checkpointingSteps = options.checkpointingSteps();
    resolution = options.resolution();
    trainBatchSize = options.trainBatchSize();
    gradientAccumulationSteps = options.gradientAccumulationSteps();
    gradientCheckpointing = options.gradientCheckpointing();
    learningRate = options.learningRate();
    rank = options.rank();
    mixedPrecision = options.mixedPrecision();
    allowTf32 = options.allowTf32();
    seed = options.seed().orElse(null);
    model = options.model();
    images = options.images();
    buckets = options.buckets().orElse(null);
    prior = options.prior().orElse(null);
    optimizer = options.optimizer();
    schedule = options.schedule();
    loss = options.loss();
    adapter = options.adapter();
    textEncoders = options.textEncoders().orElse(null);
    validation = options.validation().orElse(null);
  }

  public TrainingOptionsBuilder maxTrainSteps(Integer value) {
    maxTrainSteps = value;
    return this;
  }

  public TrainingOptionsBuilder numTrainEpochs(Integer value) {
    numTrainEpochs = value;
    return this;
  }

  public TrainingOptionsBuilder checkpointingSteps(CheckpointInterval value) {
    checkpointingSteps = value;
    return this;
  }

  public TrainingOptionsBuilder resolution(Integer value) {
    resolution = value;
    return this;
  }

  public TrainingOptionsBuilder trainBatchSize(Integer value) {
    trainBatchSize = value;
    return this;
  }

  public TrainingOptionsBuilder gradientAccumulationSteps(Integer value) {
    gradientAccumulationSteps = value;
    return this;
  }

  public TrainingOptionsBuilder gradientCheckpointing(Boolean value) {
    gradientCheckpointing = value;
    return this;
  }

  public TrainingOptionsBuilder learningRate(Double value) {
    learningRate = value;
    return this;
  }

  public TrainingOptionsBuilder rank(Integer value) {
    rank = value;
    return this;
  }

  public TrainingOptionsBuilder mixedPrecision(MixedPrecision value) {
    mixedPrecision = value;
    return this;
  }

  public TrainingOptionsBuilder allowTf32(Boolean value) {
    allowTf32 = value;
    return this;
  }

  public TrainingOptionsBuilder seed(Long value) {
    seed = value;
    return this;
  }

  public TrainingOptionsBuilder model(ModelOptions value) {
    model = value;
    return this;
  }

  public TrainingOptionsBuilder images(ImageOptions value) {
    images = value;
    return this;
  }

  public TrainingOptionsBuilder buckets(BucketOptions value) {
    buckets = value;
    return this;
  }

  public TrainingOptionsBuilder prior(PriorOptions value) {
    prior = value;
    return this;
  }

  public TrainingOptionsBuilder optimizer(OptimizerOptions value) {
    optimizer = value;
    return this;
  }

  public TrainingOptionsBuilder schedule(ScheduleOptions value) {
    schedule = value;
    return this;
  }

  public TrainingOptionsBuilder loss(LossOptions value) {
    loss = value;
    return this;
  }

  public TrainingOptionsBuilder adapter(AdapterOptions value) {
    adapter = value;
    return this;
  }

  public TrainingOptionsBuilder textEncoders(TextEncoderOptions value) {
    textEncoders = value;
    return this;
  }

  public TrainingOptionsBuilder validation(ValidationOptions value) {
    validation = value;
    return this;
  }

  /**
   * The options, checked.
   *
   * @throws io.baton.protocol.field.InvalidFieldException naming the first that is refused
   */
  public TrainingOptions build() {
    return new TrainingOptions(
        instancePrompt,
        Optional.ofNullable(maxTrainSteps),
        Optional.ofNullable(numTrainEpochs),
        checkpointingSteps,
        resolution,
        trainBatchSize,
        gradientAccumulationSteps,
        gradientCheckpointing,
        learningRate,
        rank,
        mixedPrecision,
        allowTf32,
        Optional.ofNullable(seed),
        model,
        images,
        Optional.ofNullable(buckets),
        Optional.ofNullable(prior),
        optimizer,
        schedule,
        loss,
        adapter,
        Optional.ofNullable(textEncoders),
        Optional.ofNullable(validation));
  }
}
