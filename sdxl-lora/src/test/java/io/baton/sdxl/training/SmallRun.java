package io.baton.sdxl.training;

import io.baton.sdxl.command.TinyModel;
import io.baton.sdxl.image.ResampleFilter;
import io.baton.sdxl.schedule.ScheduleKind;
import io.baton.sdxl.torch.DeviceChoice;
import io.baton.sdxl.training.options.AdapterOptions;
import io.baton.sdxl.training.options.BaseModelOptions;
import io.baton.sdxl.training.options.ComputeOptions;
import io.baton.sdxl.training.options.FramingOptions;
import io.baton.sdxl.training.options.ImageOptions;
import io.baton.sdxl.training.options.LearningRateOptions;
import io.baton.sdxl.training.options.LengthOptions;
import io.baton.sdxl.training.options.LoadingOptions;
import io.baton.sdxl.training.options.LossOptions;
import io.baton.sdxl.training.options.MixedPrecision;
import io.baton.sdxl.training.options.OptimizerChoice;
import io.baton.sdxl.training.options.OptimizerOptions;
import io.baton.sdxl.training.options.OutputOptions;
import io.baton.sdxl.training.options.PriorOptions;
import io.baton.sdxl.training.options.TextEncoderOptions;
import io.baton.sdxl.training.options.TrainingOptions;
import io.baton.sdxl.training.options.ValidationOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Options of a run that takes a second or two and uses what can go wrong: short epochs,
 * accumulation, crops, flips.
 */
final class SmallRun {

  static final long STEPS = 7;

  private static final FramingOptions FRAMING =
      new FramingOptions(32, false, true, ResampleFilter.LANCZOS, Optional.empty());

  private Path images = Path.of("../samples/chelsea");
  private int accumulation = 2;
  private int batchSize = 2;
  private AdapterOptions adapters = AdapterOptions.ofRank(2);
  private TextEncoderOptions textEncoders = TextEncoderOptions.FROZEN;
  private double learningRate = 1e-3;
  private ScheduleKind schedule = ScheduleKind.COSINE;
  private long steps = STEPS;
  private boolean gradientCheckpointing;
  private LossOptions loss = LossOptions.ofSnrGamma(5);
  private OptimizerOptions optimizer = OptimizerOptions.DEFAULTS;
  private FramingOptions framing = FRAMING;
  private double captionDropout;
  private Optional<PriorOptions> prior = Optional.empty();
  private LoadingOptions loading = LoadingOptions.DEFAULTS;
  private MixedPrecision precision = MixedPrecision.NO;
  private OptionalLong seed = OptionalLong.of(11);
  private int checkpointingSteps = 3;
  private OptionalInt limit = OptionalInt.of(2);
  private Optional<String> resume = Optional.empty();
  private boolean otherOptions;
  private ValidationOptions validation = ValidationOptions.NONE;
  private BaseModelOptions model = BaseModelOptions.of(TinyModel.directory());
  private final Path output;

  private SmallRun(Path output) {
    this.output = output;
  }

  static SmallRun into(Path output) {
    return new SmallRun(output);
  }

  SmallRun model(BaseModelOptions value) {
    model = value;
    return this;
  }

  SmallRun images(Path directory) {
    images = directory;
    return this;
  }

  SmallRun resolution(int pixels) {
    return framing(
        new FramingOptions(pixels, false, true, ResampleFilter.LANCZOS, Optional.empty()));
  }

  SmallRun framing(FramingOptions options) {
    framing = options;
    return this;
  }

  SmallRun captionDropout(double probability) {
    captionDropout = probability;
    return this;
  }

  SmallRun prior(PriorOptions options) {
    prior = Optional.of(options);
    return this;
  }

  SmallRun loading(int workers, Optional<Path> encoderCacheDir) {
    loading = new LoadingOptions(workers, encoderCacheDir);
    return this;
  }

  SmallRun precision(MixedPrecision value) {
    precision = value;
    return this;
  }

  SmallRun rank(int value) {
    adapters = AdapterOptions.ofRank(value);
    return this;
  }

  SmallRun adapters(AdapterOptions options) {
    adapters = options;
    return this;
  }

  SmallRun trainTextEncoders() {
    textEncoders = TextEncoderOptions.FROZEN.train();
    return this;
  }

  SmallRun learningRate(double value) {
    learningRate = value;
    return this;
  }

  SmallRun schedule(ScheduleKind kind) {
    schedule = kind;
    return this;
  }

  SmallRun steps(long value) {
    steps = value;
    return this;
  }

  SmallRun batches(int size, int accumulated) {
    batchSize = size;
    accumulation = accumulated;
    return this;
  }

  SmallRun gradientCheckpointing() {
    gradientCheckpointing = true;
    return this;
  }

  SmallRun optimizer(OptimizerChoice choice) {
    optimizer = new OptimizerOptions(choice, 1e-2, 1);
    return this;
  }

  SmallRun loss(LossOptions options) {
    loss = options;
    return this;
  }

  SmallRun noSeed() {
    seed = OptionalLong.empty();
    return this;
  }

  SmallRun seed(long value) {
    seed = OptionalLong.of(value);
    return this;
  }

  SmallRun checkpointEvery(int steps, OptionalInt kept) {
    checkpointingSteps = steps;
    limit = kept;
    return this;
  }

  SmallRun resume() {
    return resume(OutputOptions.LATEST);
  }

  SmallRun resume(String checkpoint) {
    resume = Optional.of(checkpoint);
    return this;
  }

  SmallRun withOtherOptions() {
    otherOptions = true;
    return this;
  }

  SmallRun validate(int images, int epochs) {
    return validate(images, OptionalInt.empty(), epochs, OptionalLong.empty(), Set.of());
  }

  /** After so many steps and so on, with noise of a seed, but for steps that were drawn before. */
  SmallRun validateEvery(int interval, long seed, Long... drawn) {
    return validate(1, OptionalInt.of(interval), 1, OptionalLong.of(seed), Set.of(drawn));
  }

  private SmallRun validate(
      int images, OptionalInt interval, int epochs, OptionalLong seed, Set<Long> drawn) {
    validation =
        new ValidationOptions(
            Optional.of("a photo of sks cat"), images, interval, epochs, 2, seed, drawn);
    return this;
  }

  TrainingOptions options() {
    return new TrainingOptions(
        model,
        new ImageOptions(
            images, "a photo of sks cat", Optional.empty(), captionDropout, 1, framing),
        prior,
        loading,
        new LengthOptions(batchSize, accumulation, 1, OptionalLong.of(steps)),
        new LearningRateOptions(learningRate, false, schedule, 2, 1, 1),
        optimizer,
        loss,
        adapters,
        textEncoders,
        new ComputeOptions(precision, gradientCheckpointing, DeviceChoice.AUTOMATIC, false, seed),
        new OutputOptions(output, checkpointingSteps, limit, resume, otherOptions),
        validation);
  }

  RecordedProgress run() {
    return run(new StopRequest());
  }

  RecordedProgress run(StopRequest stop) {
    RecordedProgress progress = new RecordedProgress();
    new LoraTrainer(options(), progress, stop).run();
    return progress;
  }
}
