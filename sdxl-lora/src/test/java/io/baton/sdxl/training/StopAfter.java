package io.baton.sdxl.training;

/** Asks to stop when the run looks for the n-th time, which it does before each micro-step. */
final class StopAfter extends StopRequest {

  private int microStepsLeft;

  StopAfter(int microSteps) {
    this.microStepsLeft = microSteps;
  }

  @Override
  synchronized boolean requested() {
    return microStepsLeft-- <= 0;
  }
}
