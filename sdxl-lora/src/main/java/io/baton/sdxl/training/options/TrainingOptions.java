package io.baton.sdxl.training.options;

import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.noise.EdmNoise;
import io.baton.sdxl.sample.SampleOptions;
import io.baton.sdxl.sample.SchedulerKind;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A run, checked; a part for each subject. */
public record TrainingOptions(
    BaseModelOptions model,
    ImageOptions images,
    Optional<PriorOptions> prior,
    LoadingOptions loading,
    LengthOptions length,
    LearningRateOptions learningRate,
    OptimizerOptions optimizer,
    LossOptions loss,
    AdapterOptions adapters,
    TextEncoderOptions textEncoders,
    ComputeOptions compute,
    OutputOptions output,
    ValidationOptions validation) {

  public TrainingOptions {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(prior, "prior");
    Objects.requireNonNull(loading, "loading");
    Objects.requireNonNull(length, "length");
    Objects.requireNonNull(learningRate, "learningRate");
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(adapters, "adapters");
    Objects.requireNonNull(textEncoders, "textEncoders");
    Objects.requireNonNull(compute, "compute");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(validation, "validation");
    if (optimizer.choice().oneRate() && adapters.upRateRatio().isPresent()) {
      throw OptionRules.usage(
          "--loraplus_lr_ratio has no meaning with --optimizer %s, which has one learning rate for all: leave it out."
              .formatted(optimizer.choice().optionValue()));
    }
  }

  /** Options of a run that are diffusers' defaults until said otherwise. */
  public static TrainingOptionsBuilder of(
      BaseModelOptions model, ImageOptions images, OutputOptions output) {
    return new TrainingOptionsBuilder(model, images, output);
  }

  /** What of the options decides the LoRA's bytes; options that have no effect are left out. */
  public Map<String, String> decisive(long totalSteps) {
    Map<String, String> options = new TreeMap<>();
    model.addDecisive(options);
    images.addDecisive(options);
    prior.ifPresent(chosen -> chosen.addDecisive(options));
    length.addDecisive(options);
    learningRate.addDecisive(options, totalSteps);
    optimizer.addDecisive(options);
    loss.addDecisive(options);
    adapters.addDecisive(options);
    textEncoders.addDecisive(options);
    compute.addDecisive(options);
    return options;
  }

  /** The images that are drawn while it trains: squares of the training's resolution. */
  public Optional<SampleOptions> sampled(ModelDirectory model) {
    int side = images.framing().resolution();
    return validation
        .prompt()
        .map(
            prompt ->
                new SampleOptions(
                    prompt,
                    Optional.empty(),
                    validation.images(),
                    new ImageSize(side, side),
                    validation.steps(),
                    SampleOptions.GUIDANCE_SCALE,
                    loss.edmStyle() || EdmNoise.isOf(model)
                        ? SchedulerKind.EULER
                        : SchedulerKind.DPM_SOLVER_2M));
  }
}
