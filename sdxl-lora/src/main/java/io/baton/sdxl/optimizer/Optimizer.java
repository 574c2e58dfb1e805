package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Turns gradients into steps of the parameters, which it updates in place. */
public interface Optimizer extends AutoCloseable {

  /**
   * Takes one step.
   *
   * @param gradients of each group, flat [n]; may be overwritten
   * @param learningRates of each group
   * @param step number of this step, from 1
   */
  void step(List<NDArray> gradients, double[] learningRates, long step);

  /**
   * All that the next step depends on besides the parameters. The same tensors and scalars at every
   * call: a run reads them into checkpoints, and writes them to go on from one.
   */
  OptimizerState state();

  @Override
  void close();
}
