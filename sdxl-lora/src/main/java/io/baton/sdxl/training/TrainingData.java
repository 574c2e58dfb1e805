package io.baton.sdxl.training;

import io.baton.sdxl.dataset.CaptionedImage;
import io.baton.sdxl.dataset.ClassImageGenerator;
import io.baton.sdxl.dataset.ClassImages;
import io.baton.sdxl.dataset.EpochPlan;
import io.baton.sdxl.dataset.FramingRules;
import io.baton.sdxl.dataset.ImageDirectory;
import io.baton.sdxl.dataset.ImageWorkers;
import io.baton.sdxl.dataset.PreparedImages;
import io.baton.sdxl.dataset.TrainingSet;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.training.options.ImageOptions;
import io.baton.sdxl.training.options.LengthOptions;
import io.baton.sdxl.training.options.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run is trained on, in the order in which it is.
 *
 * @param set the images and what rows see of them
 * @param plan the order of the rows
 * @param workers that read the images
 */
record TrainingData(TrainingSet set, EpochPlan plan, ImageWorkers workers) {

  /**
   * Reads every image once.
   *
   * @param classImages makes the class images that are missing, if it can be done
   * @throws TrainingFailure when an image or a caption cannot be used
   */
  static TrainingData load(
      TrainingOptions options, Optional<ClassImageGenerator> classImages, ImageWorkers workers) {
    ImageOptions images = options.images();
    FramingRules framing = images.framing().rules();
    List<CaptionedImage> sources =
        new ArrayList<>(
            ImageDirectory.images(
                images.instanceDataDir(), images.instancePrompt(), images.captionColumn()));
    int instances = sources.size();
    options
        .prior()
        .ifPresent(
            prior ->
                sources.addAll(
                    ClassImages.require(
                        prior.classDataDir(),
                        prior.classPrompt(),
                        prior.numClassImages(),
                        classImages)));
    PreparedImages prepared =
        PreparedImages.prepare(sources, framing, Runtime.getRuntime().maxMemory() / 4, workers);
    TrainingSet set =
        new TrainingSet(prepared, instances, images.repeats(), framing, images.captionDropout());
    LengthOptions length = options.length();
    return new TrainingData(
        set, set.plan(length.trainBatchSize(), length.gradientAccumulationSteps()), workers);
  }

  /** What a person who keeps latents on disk should know. */
  Optional<String> remarkOnCache() {
    int all = set.images().size();
    int kept = set.recurringImages();
    return kept == all
        ? Optional.empty()
        : Optional.of(
            "of %d images %d are cut anew each time, so their latents are not kept on disk; --center_crop would change that"
                .formatted(all, all - kept));
  }
}
