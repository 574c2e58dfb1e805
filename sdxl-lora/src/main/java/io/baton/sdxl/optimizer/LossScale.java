package io.baton.sdxl.optimizer;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.util.List;

/**
 * What losses are multiplied by before they are differentiated, so that small gradients do not
 * vanish in 16-bit floats (Micikevicius et al., "Mixed precision training", ICLR 2018), with the
 * numbers of torch's GradScaler: 65536 at first, halved whenever a gradient overflows, whose step
 * is then left out, and doubled after 2000 steps in a row without.
 */
public final class LossScale {

  private static final double INITIAL = 65536;
  private static final double GROWTH = 2;
  private static final double BACKOFF = 0.5;
  private static final int GROWTH_INTERVAL = 2000;
  private static final double SMALLEST = 1;

  private final boolean dynamic;
  private final StateScalar factor;
  private final StateScalar stepsInARow = new StateScalar("grad_scaler.growth_tracker", 0);
  private final StateScalar skipped = new StateScalar("grad_scaler.skipped_steps", 0);

  private LossScale(boolean dynamic, double initial) {
    this.dynamic = dynamic;
    this.factor = new StateScalar("grad_scaler.scale", initial);
  }

  /** Always 1: for floats that do not overflow. */
  public static LossScale none() {
    return new LossScale(false, 1);
  }

  /** For 16-bit floats with five bits of exponent. */
  public static LossScale dynamic() {
    return new LossScale(true, INITIAL);
  }

  /** What the next loss is multiplied by. */
  public double factor() {
    return factor.get();
  }

  /**
   * Takes note of a step's gradients, divided by {@link #factor()} again.
   *
   * @param norm of all of them together
   * @return whether the step can be taken
   * @throws TrainingFailure with {@code BAD_INPUT} when they are not finite and no smaller scale
   *     can help
   */
  public boolean accept(double norm) {
    boolean finite = Double.isFinite(norm);
    if (!dynamic && !finite) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT,
          "The gradients are not numbers any more; try a lower --learning_rate, and check the base model.");
    }
    return !dynamic || adapt(finite);
  }

  private boolean adapt(boolean finite) {
    if (!finite) {
      factor.set(factor.get() * BACKOFF);
      stepsInARow.set(0);
      skipped.set(skipped.get() + 1);
      if (factor.get() < SMALLEST) {
        throw new TrainingFailure(
            FailureCode.BAD_INPUT,
            "The gradients overflow fp16 however little the loss is scaled; train with --mixed_precision bf16 or no.");
      }
      return false;
    }
    stepsInARow.set(stepsInARow.get() + 1);
    if (stepsInARow.get() == GROWTH_INTERVAL) {
      factor.set(factor.get() * GROWTH);
      stepsInARow.set(0);
    }
    return true;
  }

  /** Steps that were left out so far: neither the optimizer nor the learning rate knows of them. */
  public long skippedSteps() {
    return (long) skipped.get();
  }

  /** What a checkpoint keeps. */
  public List<StateScalar> scalars() {
    return dynamic ? List.of(factor, stepsInARow, skipped) : List.of();
  }
}
