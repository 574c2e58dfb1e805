package io.baton.sdxl.command.train;

import io.baton.sdxl.training.options.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;

/** The options of {@code train}, by subject. */
public final class TrainArguments {

  @ArgGroup(validate = false, heading = "%nBase model%n")
  private ModelArguments model = new ModelArguments();

  @ArgGroup(validate = false, heading = "%nImages%n")
  private ImageArguments images = new ImageArguments();

  @ArgGroup(validate = false, heading = "%nAspect-ratio buckets%n")
  private BucketArguments buckets = new BucketArguments();

  @ArgGroup(validate = false, heading = "%nPrior preservation%n")
  private PriorArguments prior = new PriorArguments();

  @ArgGroup(validate = false, heading = "%nLoading and caching%n")
  private LoadingArguments loading = new LoadingArguments();

  @ArgGroup(validate = false, heading = "%nLength%n")
  private LengthArguments length = new LengthArguments();

  @ArgGroup(validate = false, heading = "%nLearning rate%n")
  private LearningRateArguments learningRate = new LearningRateArguments();

  @ArgGroup(validate = false, heading = "%nOptimizer%n")
  private OptimizerArguments optimizer = new OptimizerArguments();

  @ArgGroup(validate = false, heading = "%nLoss%n")
  private LossArguments loss = new LossArguments();

  @ArgGroup(validate = false, heading = "%nLoRA%n")
  private AdapterArguments adapters = new AdapterArguments();

  @ArgGroup(validate = false, heading = "%nText encoders%n")
  private TextEncoderArguments textEncoders = new TextEncoderArguments();

  @ArgGroup(validate = false, heading = "%nPrecision, device and seed%n")
  private ComputeArguments compute = new ComputeArguments();

  @ArgGroup(validate = false, heading = "%nOutput%n")
  private OutputArguments output = new OutputArguments();

  @ArgGroup(validate = false, heading = "%nValidation images%n")
  private ValidationArguments validation = new ValidationArguments();

  @ArgGroup(validate = false, heading = "%nTensorBoard%n")
  private ReportArguments report = new ReportArguments();

  /**
   * The run that they ask for.
   *
   * @throws io.baton.sdxl.failure.TrainingFailure {@code USAGE} when they ask for what cannot be
   */
  public TrainingOptions options() {
    return new TrainingOptions(
        model.options(),
        images.options(buckets.options()),
        prior.options(),
        loading.options(),
        length.options(),
        learningRate.options(),
        optimizer.options(),
        loss.options(),
        adapters.options(),
        textEncoders.options(),
        compute.options(),
        output.options(),
        validation.options());
  }

  /** The directory of TensorBoard's event files, where they are wanted. */
  public Optional<Path> eventFiles() {
    return report.eventFiles(output.outputDir);
  }

  /** What is given and has no effect, a sentence each. */
  public List<String> remarks() {
    return Stream.of(buckets.remarks(), prior.remarks(), validation.remarks())
        .flatMap(List::stream)
        .toList();
  }
}
