package io.baton.sdxl.optimizer;

import java.util.List;

/**
 * What an optimizer remembers from step to step.
 *
 * @param tensors such as moments, for each group
 * @param scalars such as a step size that it has estimated
 */
public record OptimizerState(List<StateTensors> tensors, List<StateScalar> scalars) {

  public OptimizerState {
    tensors = List.copyOf(tensors);
    scalars = List.copyOf(scalars);
  }
}
