package io.baton.sdxl.training.options;

import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.sample.SampleOptions;
import io.baton.sdxl.sample.SchedulerKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Prior preservation: images of the subject's class are trained on beside those of the subject, so
 * that the class stays as it was.
 *
 * @param classDataDir directory of images of the class
 * @param classPrompt caption of class images without one of their own
 * @param numClassImages how many of them are used
 * @param lossWeight weight of the class images' loss
 * @param sampleBatchSize class images that are drawn at once where some are missing
 * @param generationType that they are drawn in; where empty, the device decides
 */
public record PriorOptions(
    Path classDataDir,
    String classPrompt,
    int numClassImages,
    double lossWeight,
    int sampleBatchSize,
    Optional<ComputeType> generationType) {

  /** As in diffusers' script. */
  public static final int SAMPLE_BATCH_SIZE = 4;

  public PriorOptions {
    Objects.requireNonNull(classDataDir, "classDataDir");
    Objects.requireNonNull(classPrompt, "classPrompt");
    OptionRules.atLeast("--num_class_images", 1, numClassImages);
    OptionRules.notNegative("--prior_loss_weight", lossWeight);
    OptionRules.atLeast("--sample_batch_size", 1, sampleBatchSize);
    Objects.requireNonNull(generationType, "generationType");
  }

  /** What is missing is drawn in batches and in a precision by default. */
  public PriorOptions(
      Path classDataDir, String classPrompt, int numClassImages, double lossWeight) {
    this(
        classDataDir, classPrompt, numClassImages, lossWeight, SAMPLE_BATCH_SIZE, Optional.empty());
  }

  /** Class images of a side, as diffusers' pipeline draws them by default. */
  public SampleOptions sampled(int side) {
    return new SampleOptions(
        classPrompt,
        Optional.empty(),
        1,
        new ImageSize(side, side),
        SampleOptions.STEPS,
        SampleOptions.GUIDANCE_SCALE,
        SchedulerKind.EULER);
  }

  void addDecisive(Map<String, String> options) {
    options.put("--with_prior_preservation", "true");
    options.put("--num_class_images", String.valueOf(numClassImages));
    options.put("--prior_loss_weight", String.valueOf(lossWeight));
  }
}
