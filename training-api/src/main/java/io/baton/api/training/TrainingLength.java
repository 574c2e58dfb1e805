package io.baton.api.training;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.PriorOptions;

/**
 * How many optimizer steps a job has, counted as the trainer counts. An epoch shows as many rows as
 * there are images times repeats, or class images where those are more; its last batch and its last
 * step may be short.
 */
public final class TrainingLength {
  private TrainingLength() {}

  /**
   * The steps of the whole job.
   *
   * @param images of its dataset, 1 or more
   * @throws InvalidFieldException if the epochs make more steps than a job may have
   */
  public static int totalSteps(TrainingOptions options, int images) {
    return options.maxTrainSteps().orElseGet(() -> stepsOfEpochs(options, images));
  }

  private static int stepsOfEpochs(TrainingOptions options, int images) {
    long instanceRows = (long) images * options.images().repeats();
    long rows = Math.max(instanceRows, options.prior().map(PriorOptions::numClassImages).orElse(0));
    long batches = ceilDiv(rows, options.trainBatchSize());
    long updates = ceilDiv(batches, options.gradientAccumulationSteps());
    int epochs = options.numTrainEpochs().orElseThrow();
    long steps = epochs * updates;
    if (steps > TrainingOptions.MAX_STEPS) {
      throw new InvalidFieldException(
          "training.numTrainEpochs",
          "makes "
              + steps
              + " optimizer steps with this dataset, more than the "
              + TrainingOptions.MAX_STEPS
              + " that a job may have");
    }
    return (int) steps;
  }

  private static long ceilDiv(long a, long b) {
    return (a + b - 1) / b;
  }
}
