package io.baton.sdxl.optimizer;

/**
 * AdamW's constants.
 *
 * @param beta1 β1, at least 0 and less than 1
 * @param beta2 β2, at least 0 and less than 1
 * @param epsilon ε, positive
 */
public record AdamWConfig(double beta1, double beta2, double epsilon) {}
