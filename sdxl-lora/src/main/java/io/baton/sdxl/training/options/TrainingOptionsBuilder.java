package io.baton.sdxl.training.options;

import java.util.Optional;

/** Options of a run, with the defaults of diffusers' script where nothing else is said. */
public final class TrainingOptionsBuilder {

  private final BaseModelOptions model;
  private final ImageOptions images;
  private final OutputOptions output;
  private Optional<PriorOptions> prior = Optional.empty();
  private LoadingOptions loading = LoadingOptions.DEFAULTS;
  private LengthOptions length = LengthOptions.oneEpoch();
  private LearningRateOptions learningRate = LearningRateOptions.DEFAULTS;
  private OptimizerOptions optimizer = OptimizerOptions.DEFAULTS;
  private LossOptions loss = LossOptions.DEFAULTS;
  private AdapterOptions adapters = AdapterOptions.ofRank(4);
  private TextEncoderOptions textEncoders = TextEncoderOptions.FROZEN;
  private ComputeOptions compute = ComputeOptions.DEFAULTS;
  private ValidationOptions validation = ValidationOptions.NONE;

  TrainingOptionsBuilder(BaseModelOptions model, ImageOptions images, OutputOptions output) {
    this.model = model;
    this.images = images;
    this.output = output;
  }

  public TrainingOptionsBuilder prior(PriorOptions options) {
    prior = Optional.of(options);
    return this;
  }

  public TrainingOptionsBuilder loading(LoadingOptions options) {
    loading = options;
    return this;
  }

  public TrainingOptionsBuilder length(LengthOptions options) {
    length = options;
    return this;
  }

  public TrainingOptionsBuilder learningRate(LearningRateOptions options) {
    learningRate = options;
    return this;
  }

  public TrainingOptionsBuilder optimizer(OptimizerOptions options) {
    optimizer = options;
    return this;
  }

  public TrainingOptionsBuilder loss(LossOptions options) {
    loss = options;
    return this;
  }

  public TrainingOptionsBuilder adapters(AdapterOptions options) {
    adapters = options;
    return this;
  }

  public TrainingOptionsBuilder textEncoders(TextEncoderOptions options) {
    textEncoders = options;
    return this;
  }

  public TrainingOptionsBuilder compute(ComputeOptions options) {
    compute = options;
    return this;
  }

  public TrainingOptionsBuilder validation(ValidationOptions options) {
    validation = options;
    return this;
  }

  /**
   * @throws io.baton.sdxl.failure.TrainingFailure {@code USAGE} when the parts do not go together
   */
  public TrainingOptions build() {
    return new TrainingOptions(
        model,
        images,
        prior,
        loading,
        length,
        learningRate,
        optimizer,
        loss,
        adapters,
        textEncoders,
        compute,
        output,
        validation);
  }
}
