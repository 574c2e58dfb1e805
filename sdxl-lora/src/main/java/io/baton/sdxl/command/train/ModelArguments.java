package io.baton.sdxl.command.train;

import io.baton.sdxl.training.options.BaseModelOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The base model. */
public final class ModelArguments {

  @Option(
      names = "--pretrained_model_name_or_path",
      paramLabel = "DIR|FILE",
      description =
          "Directory of the base model in diffusers' layout, or a single file such as"
              + " sd_xl_base_1.0.safetensors. Required.")
  Path model;

  @Option(
      names = "--model_config_dir",
      paramLabel = "DIR",
      description =
          "With a single file: directory in diffusers' layout whose configurations and tokenizers"
              + " belong to it; weights there are not read (default: SDXL base's own).")
  Path configurations;

  @Option(
      names = "--pretrained_vae_model_name_or_path",
      paramLabel = "DIR",
      description =
          "Directory of a VAE, with its config.json and weights, that takes the place of the"
              + " model's (default: the model's own).")
  Path vae;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description =
          "Variant of the model's weight files, such as fp16 for model.fp16.safetensors (default:"
              + " the files without one).")
  String variant;

  public BaseModelOptions options() {
    return new BaseModelOptions(
        Required.value("--pretrained_model_name_or_path", model),
        Optional.ofNullable(variant),
        Optional.ofNullable(vae),
        Optional.ofNullable(configurations));
  }
}
