package io.baton.sdxl.model;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A model in diffusers' directory layout, {@code model_index.json} and one folder a component; or a
 * single file with all weights, to which the configurations come from elsewhere.
 *
 * @param path of the directory or the single file
 * @param variant of the weight files, such as {@code fp16}, or nothing for the plain ones
 * @param vae folder of an autoencoder that takes the place of the model's own
 * @param configurations of a single file, in diffusers' layout; SDXL base's where there are none
 */
public record ModelDirectory(
    Path path, Optional<String> variant, Optional<Path> vae, Optional<Path> configurations) {

  private static final String PIPELINE = "StableDiffusionXL";
  private static final String VAE = "vae";
  private static final String CONFIG = "config.json";
  private static final String INDEX = "model_index.json";

  public ModelDirectory {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(vae, "vae");
    Objects.requireNonNull(configurations, "configurations");
  }

  /**
   * Opens a pipeline's directory, or a single file of SDXL base's architecture.
   *
   * @throws TrainingFailure with {@code NO_INPUT} when it is not there, with {@code BAD_INPUT} when
   *     it holds another kind of model
   */
  public static ModelDirectory open(Path path, Optional<String> variant) {
    return open(path, variant, Optional.empty());
  }

  /**
   * Opens a pipeline's directory or a single file.
   *
   * @param configurations for the single file: a model in diffusers' layout, which needs no weights
   * @throws TrainingFailure as {@link #open(Path, Optional)} does
   */
  public static ModelDirectory open(
      Path path, Optional<String> variant, Optional<Path> configurations) {
    if (Files.isRegularFile(path)) {
      variant.ifPresent(
          name -> {
            throw misused("--variant " + name, path, "is a single file, which has no variants");
          });
      configurations.ifPresent(ModelDirectory::requirePipeline);
      SingleFile.check(path, configurations.isPresent());
      return new ModelDirectory(path, variant, Optional.empty(), configurations);
    }
    configurations.ifPresent(
        given -> {
          throw misused("--model_config_dir " + given, path, "has configurations of its own");
        });
    requirePipeline(path);
    return new ModelDirectory(path, variant, Optional.empty(), Optional.empty());
  }

  private static TrainingFailure misused(String option, Path path, String why) {
    return new TrainingFailure(
        FailureCode.USAGE, "%s does not go with %s: that %s.".formatted(option, path, why));
  }

  private static void requirePipeline(Path path) {
    if (!Files.isDirectory(path)) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          ("There is no model %s; give the path of a model in diffusers' layout or of a single file:"
                  + " nothing is downloaded.")
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
  }

  /** Whether a file looks as if it held a whole model. */
  public static boolean isSingleFile(SafetensorsFile file) {
    return SingleFile.isOne(file);
  }

  /** Whether all weights are in one file. */
  public boolean isSingleFile() {
    return Files.isRegularFile(path);
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
        return new ModelDirectory(path, variant, Optional.of(folder), configurations);
      }
    }
    throw new TrainingFailure(
        FailureCode.NO_INPUT,
        "There is no autoencoder in %s; give a directory with its config.json and weights."
            .formatted(directory));
  }

  /** What the pipeline is made of: {@code model_index.json}. */
  public ComponentConfig index() {
    return configurationRoot()
        .map(root -> ComponentConfig.read(root.resolve(INDEX)))
        .orElseGet(() -> BaseConfigurations.read(INDEX));
  }

  /** Whether no prompt at all is all zeros to the UNet; else it is the encoded empty text. */
  public boolean forcesZerosForEmptyPrompt() {
    return index().flag("force_zeros_for_empty_prompt", true);
  }

  /** The folder of a component, such as {@code unet}; nothing where all there is is built in. */
  public Optional<Path> folder(String component) {
    if (component.equals(VAE) && vae.isPresent()) {
      return vae;
    }
    Optional<Path> folder = configurationRoot().map(root -> root.resolve(component));
    folder.ifPresent(
        needed -> {
          if (!Files.isDirectory(needed)) {
            throw new TrainingFailure(
                FailureCode.NO_INPUT,
                "The model lacks the folder %s; fetch the whole model in diffusers' layout."
                    .formatted(needed));
          }
        });
    return folder;
  }

  private Optional<Path> configurationRoot() {
    return isSingleFile() ? configurations : Optional.of(path);
  }

  /** The configuration in {@code component/file}. */
  public ComponentConfig config(String component, String file) {
    return folder(component)
        .map(folder -> ComponentConfig.read(folder.resolve(file)))
        .orElseGet(() -> BaseConfigurations.read(component + "/" + file));
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
    boolean replaced = component.equals(VAE) && vae.isPresent();
    if (isSingleFile() && !replaced) {
      return WeightFiles.ofSingleFile(path, component, config(component));
    }
    Path folder = folder(component).orElseThrow();
    return WeightFiles.find(folder, stem, variant.filter(name -> has(folder, stem, name)));
  }

  private boolean has(Path folder, String stem, String variant) {
    return vae.isEmpty()
        || !vae.orElseThrow().equals(folder)
        || Files.exists(folder.resolve("%s.%s.safetensors".formatted(stem, variant)));
  }
}
