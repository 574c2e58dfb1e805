package io.baton.sdxl.command.train;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.training.options.PriorOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Prior preservation. */
final class PriorArguments {

  private static final int DEFAULT_IMAGES = 100;
  private static final double DEFAULT_LOSS_WEIGHT = 1;

  @Option(
      names = "--with_prior_preservation",
      description =
          "Train on images of the subject's class too, so that the class stays as it was.")
  boolean enabled;

  @Option(
      names = "--class_data_dir",
      paramLabel = "DIR",
      description =
          "Directory of images of the class, with captions as for the subject's. Required with"
              + " --with_prior_preservation.")
  Path classDataDir;

  @Option(
      names = "--class_prompt",
      paramLabel = "TEXT",
      description =
          "Caption of class images without one, such as 'a photo of a dog'. Required with"
              + " --with_prior_preservation.")
  String classPrompt;

  @Option(
      names = "--num_class_images",
      paramLabel = "IMAGES",
      description = "How many class images are used (default: ${DEFAULT-VALUE}).")
  int numClassImages = DEFAULT_IMAGES;

  @Option(
      names = "--prior_loss_weight",
      paramLabel = "WEIGHT",
      description = "Weight of the class images' loss (default: ${DEFAULT-VALUE}).")
  double lossWeight = DEFAULT_LOSS_WEIGHT;

  @Option(
      names = "--sample_batch_size",
      paramLabel = "IMAGES",
      description =
          "Class images that are drawn at once where the directory has too few (default:"
              + " ${DEFAULT-VALUE}).")
  int sampleBatchSize = PriorOptions.SAMPLE_BATCH_SIZE;

  @Option(
      names = "--prior_generation_precision",
      paramLabel = "NAME",
      description =
          "What they are drawn in: no or fp32, bf16, fp16 (GPUs only) (default: fp16 on a GPU,"
              + " else fp32).")
  String generationPrecision;

  Optional<PriorOptions> options() {
    if (!enabled) {
      return Optional.empty();
    }
    return Optional.of(
        new PriorOptions(
            required("--class_data_dir", classDataDir),
            required("--class_prompt", classPrompt),
            numClassImages,
            lossWeight,
            sampleBatchSize,
            Optional.ofNullable(generationPrecision).map(PriorArguments::type)));
  }

  private static ComputeType type(String precision) {
    return switch (precision) {
      case "no", "fp32" -> ComputeType.FLOAT32;
      case "fp16" -> ComputeType.FLOAT16;
      case "bf16" -> ComputeType.BFLOAT16;
      default ->
          throw new TrainingFailure(
              FailureCode.USAGE,
              "--prior_generation_precision %s is not known: use no, fp32, fp16 or bf16."
                  .formatted(precision));
    };
  }

  /** What is given and has no effect. */
  List<String> remarks() {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--class_data_dir", classDataDir != null);
    given.put("--class_prompt", classPrompt != null);
    given.put("--num_class_images", numClassImages != DEFAULT_IMAGES);
    given.put("--prior_loss_weight", lossWeight != DEFAULT_LOSS_WEIGHT);
    given.put("--sample_batch_size", sampleBatchSize != PriorOptions.SAMPLE_BATCH_SIZE);
    given.put("--prior_generation_precision", generationPrecision != null);
    return enabled ? List.of() : Idle.remarks(given, "--with_prior_preservation");
  }

  private static <T> T required(String option, T value) {
    if (value == null) {
      throw new TrainingFailure(
          FailureCode.USAGE, "--with_prior_preservation needs %s as well.".formatted(option));
    }
    return value;
  }
}
