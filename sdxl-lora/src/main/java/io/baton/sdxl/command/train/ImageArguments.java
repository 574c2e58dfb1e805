package io.baton.sdxl.command.train;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.ResampleFilter;
import io.baton.sdxl.training.options.BucketOptions;
import io.baton.sdxl.training.options.FramingOptions;
import io.baton.sdxl.training.options.ImageOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is trained on. */
final class ImageArguments {

  private static final String FILTERS =
      Stream.of(ResampleFilter.values())
          .map(ResampleFilter::optionValue)
          .collect(Collectors.joining(", "));

  @Option(
      names = "--instance_data_dir",
      paramLabel = "DIR",
      description =
          "Directory of images of the subject; a caption in name.txt beside name.jpg, or in"
              + " metadata.jsonl, goes before the prompt. Required.")
  Path instanceDataDir;

  @Option(
      names = "--dataset_name",
      paramLabel = "DIR",
      description =
          "Another name for --instance_data_dir; a directory, as nothing is fetched from the Hub"
              + " (default: none).")
  String datasetName;

  @Option(
      names = "--instance_prompt",
      paramLabel = "TEXT",
      description = "Caption of images without one, such as 'a photo of sks dog'. Required.")
  String instancePrompt;

  @Option(
      names = "--caption_column",
      paramLabel = "NAME",
      description =
          "Column of the directory's metadata.jsonl that holds the captions (default: text, where"
              + " there is such a file).")
  String captionColumn;

  @Option(
      names = "--caption_dropout",
      paramLabel = "PROBABILITY",
      description =
          "Probability that an image is trained without its caption, for guidance without"
              + " classifier (default: ${DEFAULT-VALUE}).")
  double captionDropout = 0;

  @Option(
      names = "--repeats",
      paramLabel = "TIMES",
      description = "How often an epoch shows each image (default: ${DEFAULT-VALUE}).")
  int repeats = 1;

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS",
      description =
          "Side of the square that is trained on (default: ${DEFAULT-VALUE}); see also --enable_bucket.")
  int resolution = 1024;

  @Option(
      names = "--center_crop",
      description = "Cut the square from the middle, not from a place drawn anew each time.")
  boolean centerCrop;

  @Option(names = "--random_flip", description = "Mirror every image half of the times.")
  boolean randomFlip;

  @Option(
      names = "--image_interpolation_mode",
      paramLabel = "FILTER",
      description =
          "How images are resized: nearest, nearest_exact, bilinear, bicubic, box, hamming or lanczos"
              + " (default: ${DEFAULT-VALUE}).")
  String filter = ResampleFilter.LANCZOS.optionValue();

  ImageOptions options(Optional<BucketOptions> buckets) {
    return new ImageOptions(
        directory(),
        Required.value("--instance_prompt", instancePrompt),
        Optional.ofNullable(captionColumn),
        captionDropout,
        repeats,
        framing(buckets));
  }

  private Path directory() {
    if (datasetName == null) {
      return Required.value("--instance_data_dir", instanceDataDir);
    }
    if (instanceDataDir != null) {
      throw usage("--instance_data_dir and --dataset_name both name the images: give one of them.");
    }
    Path local = Path.of(datasetName);
    if (!Files.isDirectory(local)) {
      throw usage(
          "--dataset_name %s is no directory here, and nothing is fetched from the Hub: fetch the images and give their directory."
              .formatted(datasetName));
    }
    return local;
  }

  private FramingOptions framing(Optional<BucketOptions> buckets) {
    ResampleFilter chosen =
        ResampleFilter.ofOption(filter)
            .orElseThrow(
                () ->
                    usage(
                        "--image_interpolation_mode %s is not known: use %s."
                            .formatted(filter, FILTERS)));
    return new FramingOptions(resolution, centerCrop, randomFlip, chosen, buckets);
  }

  private static TrainingFailure usage(String message) {
    return new TrainingFailure(FailureCode.USAGE, message);
  }
}
