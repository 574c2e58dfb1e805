package io.baton.sdxl.verify;

import io.baton.sdxl.training.options.MixedPrecision;

/**
 * How far the engine may be from the reference.
 *
 * @param output of a forward pass or a loss, relative to the largest absolute value expected
 * @param gradientNorm likewise
 * @param movedLora L2 norm of a trained tensor's error, relative to the L2 norm of what training
 *     moved it: Adam blows up rounding where a gradient is almost zero
 */
record Tolerance(double output, double gradientNorm, double movedLora) {

  private static final Tolerance SINGLE = new Tolerance(1e-5, 1e-4, 1e-2);
  private static final Tolerance HALF = new Tolerance(2e-2, 2e-2, 2e-1);

  static Tolerance of(MixedPrecision precision) {
    return precision == MixedPrecision.NO ? SINGLE : HALF;
  }
}
