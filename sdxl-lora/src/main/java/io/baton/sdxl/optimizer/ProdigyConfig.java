package io.baton.sdxl.optimizer;

/**
 * Prodigy's constants.
 *
 * @param beta1 β1, at least 0 and less than 1
 * @param beta2 β2, at least 0 and less than 1
 * @param beta3 β3, decay of what the step size is estimated from; at least 0 and less than 1
 * @param epsilon ε, positive
 * @param decouple whether weight decay is AdamW's; else it is added to the gradient
 * @param biasCorrection whether the moments' start at 0 is corrected for
 * @param safeguardWarmup whether the learning rate is left out of the estimate's denominator, so
 *     that a warm-up does not inflate the estimate
 * @param initialStepSize d0, positive
 */
public record ProdigyConfig(
    double beta1,
    double beta2,
    double beta3,
    double epsilon,
    boolean decouple,
    boolean biasCorrection,
    boolean safeguardWarmup,
    double initialStepSize) {

  /** d0 of the paper's experiments. */
  public static final double DEFAULT_INITIAL_STEP_SIZE = 1e-6;
}
