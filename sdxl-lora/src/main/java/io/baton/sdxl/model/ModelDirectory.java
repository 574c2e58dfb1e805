package io.baton.sdxl.model;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A model in diffusers' directory layout: {@code model_index.json} and one folder a component.
 *
 * @param path of the directory
 * @param variant of the weight files, such as {@code fp16}, or nothing for the plain ones
 * @param vae folder of an autoencoder that takes the place of the model's own
 */
public record ModelDirectory(Path path, Optional<String> variant, Optional<Path> vae) {

  private static final String PIPELINE = "StableDiffusionXL";
  private static final String VAE = "vae";
  private static final String CONFIG = "config.json";
  private static final String INDEX = "model_index.json";

  public ModelDirectory {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(vae, "vae");
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
    ComponentConfig index = ComponentConfig.read(path.resolve(INDEX));
    String pipeline = index.text("_class_name", "");
    if (!pipeline.startsWith(PIPELINE)) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT,
          "%s holds a %s; this trainer needs a %sPipeline."
              .formatted(path, pipeline.isEmpty() ? "model of no known kind" : pipeline, PIPELINE));
    }
    return new ModelDirectory(path, variant, Optional.empty());
  }

  /**
   * The same model with another autoencoder.
   *
   * @param directory with the autoencoder's {@code config.json} and weights, or a model with such a
   *     folder {@code vae}
   * @throws TrainingFailure with {@code NO_INPUT} when there is neither
   */
  public ModelDirectory withVae(Path directory) {
    for (Path folder : List.of(directory, directory.resolve(VAE))) {
      if (Files.isRegularFile(folder.resolve(CONFIG))) {
        return new ModelDirectory(path, variant, Optional.of(folder));
      }
    }
    throw new TrainingFailure(
        FailureCode.NO_INPUT,
        "There is no autoencoder in %s; give a directory with its config.json and weights."
            .formatted(directory));
  }

  /** What the pipeline is made of: {@code model_index.json}. */
  public ComponentConfig index() {
    return ComponentConfig.read(path.resolve(INDEX));
  }

  /** The folder of a component, such as {@code unet}. */
  public Path folder(String component) {
    if (component.equals(VAE) && vae.isPresent()) {
      return vae.orElseThrow();
    }
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
    return config(component, CONFIG);
  }

  /**
   * The weights of a component, not yet read.
   *
   * <p>Only an autoencoder that takes the place of the model's own may lack the variant: it then
   * has its plain weights.
   *
   * @param stem of the files' names: {@code diffusion_pytorch_model} or {@code model}
   */
  public WeightFiles weights(String component, String stem) {
    Path folder = folder(component);
    return WeightFiles.find(folder, stem, variant.filter(name -> has(folder, stem, name)));
  }

  private boolean has(Path folder, String stem, String variant) {
    return vae.isEmpty()
        || !vae.orElseThrow().equals(folder)
        || Files.exists(folder.resolve("%s.%s.safetensors".formatted(stem, variant)));
  }
}
