package io.baton.sdxl.optimizer;

/**
 * Adafactor's constants.
 *
 * @param decayRate exponent c of β2 at step n, 1 - nᶜ; negative
 * @param epsilon ε, added to the squared gradient; positive
 * @param clipThreshold root mean square that a tensor's update is cut to; positive
 */
public record AdafactorConfig(double decayRate, double epsilon, double clipThreshold) {

  /** The paper's constants, which transformers' Adafactor has as defaults. */
  public static final AdafactorConfig DEFAULTS = new AdafactorConfig(-0.8, 1e-30, 1);
}
