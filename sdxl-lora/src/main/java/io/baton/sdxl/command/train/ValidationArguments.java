package io.baton.sdxl.command.train;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.training.options.ValidationOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
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
      names = "--validation_steps",
      paramLabel = "STEPS",
      description = "Optimizer steps from one time to the next (default: the epochs count).")
  Integer everySteps;

  @Option(
      names = "--validation_epochs",
      paramLabel = "EPOCHS",
      description =
          "From one time to the next, where no --validation_steps say it; the first time is after"
              + " the first epoch (default: 50).")
  Integer epochs;

  @Option(
      names = "--validation_inference_steps",
      paramLabel = "STEPS",
      description = "How often the UNet is asked for an image (default: ${DEFAULT-VALUE}).")
  int steps = ValidationOptions.NONE.steps();

  @Option(
      names = "--validation_seed",
      paramLabel = "NUMBER",
      description = "Seed of their noise (default: the run's).")
  Long seed;

  @Option(
      names = "--validation_drawn_steps",
      paramLabel = "STEPS",
      split = ",",
      description =
          "Steps, with commas between them, whose images are kept elsewhere and are not drawn again"
              + " (default: none).")
  List<Long> drawn = List.of();

  ValidationOptions options() {
    if (everySteps != null && epochs != null) {
      throw new TrainingFailure(
          FailureCode.USAGE,
          "--validation_steps and --validation_epochs say the same in two ways: give one of them.");
    }
    return new ValidationOptions(
        Optional.ofNullable(prompt),
        images,
        everySteps == null ? OptionalInt.empty() : OptionalInt.of(everySteps),
        epochs == null ? ValidationOptions.NONE.epochs() : epochs,
        steps,
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        Set.copyOf(drawn));
  }

  /** What is given and has no effect. */
  List<String> remarks() {
    boolean idle = prompt == null && !options().equals(ValidationOptions.NONE);
    return idle
        ? List.of("without --validation_prompt the other options of validation have no effect")
        : List.of();
  }
}
