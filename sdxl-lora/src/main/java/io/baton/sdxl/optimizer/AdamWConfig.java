package io.baton.sdxl.optimizer;

/**
 * AdamW's constants.
 *
 * @param beta1 β1, at least 0 and less than 1
 * @param beta2 β2, at least 0 and less than 1
 * @param epsilon ε, positive
 */
public record AdamWConfig(double beta1, double beta2, double epsilon) {

  /** What differs from step to step: 1 - lr·wd, √(1-β2ⁿ), lr/(1-β1ⁿ). */
  float[] stepConstants(double learningRate, double weightDecay, long step) {
    double correction1 = 1 - StrictMath.pow(beta1, step);
    double correction2 = 1 - StrictMath.pow(beta2, step);
    return new float[] {
      (float) (1 - learningRate * weightDecay),
      (float) StrictMath.sqrt(correction2),
      (float) (learningRate / correction1)
    };
  }
}
