package io.baton.sdxl.command.train;

import io.baton.sdxl.training.BaseModelOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The base model. */
final class ModelArguments {

  @Option(
      names = "--pretrained_model_name_or_path",
      paramLabel = "DIR",
      description = "Directory of the base model in diffusers' layout. Required.")
  Path model;

  BaseModelOptions options() {
    return new BaseModelOptions(Required.value("--pretrained_model_name_or_path", model));
  }
}
