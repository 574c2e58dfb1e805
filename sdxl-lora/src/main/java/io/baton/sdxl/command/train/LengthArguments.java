package io.baton.sdxl.command.train;

import io.baton.sdxl.training.options.LengthOptions;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** How much is trained. */
final class LengthArguments {

  @Option(
      names = "--train_batch_size",
      paramLabel = "IMAGES",
      description = "Images in a micro-step (default: ${DEFAULT-VALUE}).")
  int trainBatchSize = 4;

  @Option(
      names = "--gradient_accumulation_steps",
      paramLabel = "MICRO-STEPS",
      description = "Micro-steps in a step (default: ${DEFAULT-VALUE}).")
  int gradientAccumulationSteps = 1;

  @Option(
      names = "--num_train_epochs",
      paramLabel = "EPOCHS",
      description =
          "Times all images are shown; without effect when --max_train_steps is given (default:"
              + " ${DEFAULT-VALUE}).")
  int numTrainEpochs = 1;

  @Option(names = "--max_train_steps", paramLabel = "STEPS", description = "Steps to train.")
  Long maxTrainSteps;

  LengthOptions options() {
    return new LengthOptions(
        trainBatchSize,
        gradientAccumulationSteps,
        numTrainEpochs,
        maxTrainSteps == null ? OptionalLong.empty() : OptionalLong.of(maxTrainSteps));
  }
}
