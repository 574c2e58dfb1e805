package io.baton.sync.upload;

import java.util.OptionalDouble;

/** Knows the loss at a step. */
@FunctionalInterface
public interface LossSource {
  /** The loss of the checkpoint at a step, where it is known. */
  OptionalDouble lossAt(int step);

  static LossSource none() {
    return step -> OptionalDouble.empty();
  }
}
