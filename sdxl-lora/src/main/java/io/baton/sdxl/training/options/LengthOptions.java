package io.baton.sdxl.training.options;

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

  /** One epoch of batches of four, as diffusers' script trains unless told. */
  public static LengthOptions oneEpoch() {
    return new LengthOptions(4, 1, 1, OptionalLong.empty());
  }

  /** So many optimizer steps of one image each. */
  public static LengthOptions ofSteps(long steps) {
    return new LengthOptions(1, 1, 1, OptionalLong.of(steps));
  }

  /** Optimizer steps of the whole run. */
  public long totalSteps(EpochPlan plan) {
    return maxTrainSteps.orElse((long) numTrainEpochs * plan.updates());
  }

  void addDecisive(Map<String, String> options) {
    options.put("--train_batch_size", String.valueOf(trainBatchSize));
    options.put("--gradient_accumulation_steps", String.valueOf(gradientAccumulationSteps));
  }
}
