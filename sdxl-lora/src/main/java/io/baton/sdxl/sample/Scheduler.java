package io.baton.sdxl.sample;

import io.baton.sdxl.failure.TrainingFailure;

/**
 * A way from noise to an image: at which noise levels the UNet is asked, and what is made of it.
 */
public sealed interface Scheduler
    permits EulerScheduler, DpmSolverMultistepScheduler, EdmEulerScheduler {

  /**
   * The steps of a sampling run.
   *
   * @param steps how often the UNet is asked, 1 or more
   * @throws TrainingFailure with {@code USAGE} when the model's noise levels do not suffice for
   *     that many steps
   */
  SamplingSchedule schedule(int steps);
}
