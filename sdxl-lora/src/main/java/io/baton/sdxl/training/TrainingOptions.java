package io.baton.sdxl.training;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A run, checked; a part for each subject. */
public record TrainingOptions(
    BaseModelOptions model,
    ImageOptions images,
    LengthOptions length,
    LearningRateOptions learningRate,
    OptimizerOptions optimizer,
    LossOptions loss,
    AdapterOptions adapters,
    ComputeOptions compute,
    OutputOptions output) {

  public TrainingOptions {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(length, "length");
    Objects.requireNonNull(learningRate, "learningRate");
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(adapters, "adapters");
    Objects.requireNonNull(compute, "compute");
    Objects.requireNonNull(output, "output");
  }

  /** What of the options decides the LoRA's bytes; options that have no effect are left out. */
  Map<String, String> decisive(long totalSteps) {
    Map<String, String> options = new TreeMap<>();
    model.addDecisive(options);
    images.addDecisive(options);
    length.addDecisive(options);
    learningRate.addDecisive(options, totalSteps);
    optimizer.addDecisive(options);
    loss.addDecisive(options);
    adapters.addDecisive(options);
    compute.addDecisive(options);
    return options;
  }
}
