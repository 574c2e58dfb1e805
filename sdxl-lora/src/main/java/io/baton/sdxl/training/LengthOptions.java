package io.baton.sdxl.training;

import io.baton.sdxl.dataset.EpochPlan;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How much is trained.
 *
 * @param trainBatchSize images a micro-step
 * @param gradientAccumulationSteps micro-steps an optimizer step
 * @param numTrainEpochs times all images are shown; counts only without {@code maxTrainSteps}
 * @param maxTrainSteps optimizer steps
 */
public record LengthOptions(
    int trainBatchSize,
    int gradientAccumulationSteps,
    int numTrainEpochs,
    OptionalLong maxTrainSteps) {

  public LengthOptions {
    OptionRules.atLeast("--train_batch_size", 1, trainBatchSize);
    OptionRules.atLeast("--gradient_accumulation_steps", 1, gradientAccumulationSteps);
    OptionRules.atLeast("--num_train_epochs", 1, numTrainEpochs);
    maxTrainSteps.ifPresent(steps -> OptionRules.atLeast("--max_train_steps", 1, steps));
  }

  /** Optimizer steps of the whole run. */
  long totalSteps(EpochPlan plan) {
    return maxTrainSteps.orElse((long) numTrainEpochs * plan.updates());
  }

  void addDecisive(Map<String, String> options) {
    options.put("--train_batch_size", String.valueOf(trainBatchSize));
    options.put("--gradient_accumulation_steps", String.valueOf(gradientAccumulationSteps));
  }
}
