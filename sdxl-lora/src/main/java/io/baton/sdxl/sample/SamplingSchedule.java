package io.baton.sdxl.sample;

import java.util.List;

/**
 * All steps from noise to an image.
 *
 * @param initialDeviation of the noise that sampling starts from
 * @param steps in order, at least one
 */
public record SamplingSchedule(double initialDeviation, List<SamplingStep> steps) {

  public SamplingSchedule {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a schedule needs a step");
    }
    if (!(initialDeviation > 0) || Double.isInfinite(initialDeviation)) {
      throw new IllegalArgumentException("noise cannot deviate by " + initialDeviation);
    }
    if (steps.get(0).nextFromPrevious() != 0) {
      throw new IllegalArgumentException("there is no step before the first");
    }
  }
}
