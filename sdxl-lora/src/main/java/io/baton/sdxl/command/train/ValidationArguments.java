package io.baton.sdxl.command.train;

import io.baton.sdxl.training.options.ValidationOptions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Images while it trains. */
final class ValidationArguments {

  @Option(
      names = "--validation_prompt",
      paramLabel = "TEXT",
      description =
          "Draw images of this text while it trains and at the end (default: draw none); the LoRA"
              + " is the same.")
  String prompt;

  @Option(
      names = "--num_validation_images",
      paramLabel = "IMAGES",
      description = "How many each time (default: ${DEFAULT-VALUE}).")
  int images = ValidationOptions.NONE.images();

  @Option(
      names = "--validation_epochs",
      paramLabel = "EPOCHS",
      description =
          "From one time to the next; the first time is after the first epoch (default:"
              + " ${DEFAULT-VALUE}).")
  int epochs = ValidationOptions.NONE.epochs();

  @Option(
      names = "--validation_inference_steps",
      paramLabel = "STEPS",
      description = "How often the UNet is asked for an image (default: ${DEFAULT-VALUE}).")
  int steps = ValidationOptions.NONE.steps();

  ValidationOptions options() {
    return new ValidationOptions(Optional.ofNullable(prompt), images, epochs, steps);
  }

  /** What is given and has no effect. */
  List<String> remarks() {
    boolean idle = prompt == null && !options().equals(ValidationOptions.NONE);
    return idle
        ? List.of("without --validation_prompt the other options of validation have no effect")
        : List.of();
  }
}
