package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.torch.GradMode;

/**
 * AdamW (Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR 2019) over one flat row
 * of 32-bit values.
 *
 * <p>Step n, counted from 1: {@code p *= 1 - lr·wd}; {@code m = β1·m + (1-β1)·g}; {@code v = β2·v +
 * (1-β2)·g²}; {@code p -= lr/(1-β1ⁿ) · m / (√v/√(1-β2ⁿ) + ε)}.
 */
public final class AdamW implements AutoCloseable {

  private final AdamWConfig config;
  private final NDManager manager;
  private final NDArray parameters;
  private final NDArray firstMoment;
  private final NDArray secondMoment;

  /**
   * @param parent a manager on the parameters' device
   * @param parameters [n], updated in place
   */
  public AdamW(NDManager parent, AdamWConfig config, NDArray parameters) {
    this.config = config;
    this.manager = parent.newSubManager();
    this.parameters = parameters;
    this.firstMoment = manager.zeros(parameters.getShape(), parameters.getDataType());
    this.secondMoment = manager.zeros(parameters.getShape(), parameters.getDataType());
  }

  /** m, [n]. */
  public NDArray firstMoment() {
    return firstMoment;
  }

  /** v, [n]. */
  public NDArray secondMoment() {
    return secondMoment;
  }

  /**
   * Takes one step.
   *
   * @param gradients [n]; not changed
   * @param learningRate lr
   * @param step n, from 1
   */
  public void step(NDArray gradients, double learningRate, long step) {
    double stepSize = learningRate / (1 - StrictMath.pow(config.beta1(), step));
    double correction = StrictMath.sqrt(1 - StrictMath.pow(config.beta2(), step));
    try (GradMode off = GradMode.disabled();
        NDManager scope = manager.newSubManager()) {
      scope.tempAttachAll(gradients, parameters, firstMoment, secondMoment);
      parameters.muli(1 - learningRate * config.weightDecay());
      firstMoment.muli(config.beta1()).addi(gradients.mul(1 - config.beta1()));
      secondMoment.muli(config.beta2()).addi(gradients.square().muli(1 - config.beta2()));
      NDArray denominator = secondMoment.sqrt().divi(correction).addi(config.epsilon());
      parameters.subi(firstMoment.div(denominator).muli(stepSize));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
