package io.baton.sdxl.model;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A model in diffusers' directory layout: {@code model_index.json} and one folder a component.
 *
 * @param path of the directory
 * @param variant of the weight files, such as {@code fp16}, or nothing for the plain ones
 */
public record ModelDirectory(Path path, Optional<String> variant) {

  private static final String PIPELINE = "StableDiffusionXL";

  public ModelDirectory {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(variant, "variant");
  }

  /**
   * Opens a pipeline's directory.
   *
   * @throws TrainingFailure with {@code NO_INPUT} when it is not there, with {@code BAD_INPUT} when
   *     it holds another kind of model
   */
  public static ModelDirectory open(Path path, Optional<String> variant) {
    if (!Files.isDirectory(path)) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          "There is no model directory %s; give the path of a model in diffusers' layout."
              .formatted(path));
    }
    ComponentConfig index = ComponentConfig.read(path.resolve("model_index.json"));
    String pipeline = index.text("_class_name", "");
    if (!pipeline.startsWith(PIPELINE)) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT,
          "%s holds a %s; this trainer needs a %sPipeline."
              .formatted(path, pipeline.isEmpty() ? "model of no known kind" : pipeline, PIPELINE));
    }
    return new ModelDirectory(path, variant);
  }

  /** The folder of a component, such as {@code unet}. */
  public Path folder(String component) {
    Path folder = path.resolve(component);
    if (!Files.isDirectory(folder)) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          "The model lacks the folder %s; fetch the whole model in diffusers' layout."
              .formatted(folder));
    }
    return folder;
  }

  /** The configuration in {@code component/file}. */
  public ComponentConfig config(String component, String file) {
    return ComponentConfig.read(folder(component).resolve(file));
  }

  /** The configuration of a component with weights. */
  public ComponentConfig config(String component) {
    return config(component, "config.json");
  }

  /**
   * The weights of a component, not yet read.
   *
   * @param stem of the files' names: {@code diffusion_pytorch_model} or {@code model}
   */
  public WeightFiles weights(String component, String stem) {
    return WeightFiles.find(folder(component), stem, variant);
  }
}
