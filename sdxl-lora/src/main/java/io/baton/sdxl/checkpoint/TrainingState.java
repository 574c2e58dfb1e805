package io.baton.sdxl.checkpoint;

import io.baton.sdxl.optimizer.StateScalar;
import java.util.List;

/**
 * All that changes in training. What follows from the step and the seed is no part of it.
 *
 * @param loras the LoRA of each adapted model
 * @param optimizer the optimizer's tensors
 * @param scalars numbers that change from step to step
 */
public record TrainingState(
    List<LoraState> loras, List<StateRow> optimizer, List<StateScalar> scalars) {

  public TrainingState {
    loras = List.copyOf(loras);
    optimizer = List.copyOf(optimizer);
    scalars = List.copyOf(scalars);
  }

  /** The state as it is now, to be written while training goes on. */
  public StateCopy copy() {
    return StateCopy.of(this);
  }
}
