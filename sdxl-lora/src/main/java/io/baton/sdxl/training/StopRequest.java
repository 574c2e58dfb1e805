package io.baton.sdxl.training;

/** Asks a run to write a checkpoint and stop. */
public class StopRequest {

  private boolean requested;
  private boolean honoured;

  /**
   * Asks, from any thread.
   *
   * @return whether the run will stop by itself; false while there is nothing yet that a checkpoint
   *     could keep
   */
  public synchronized boolean request() {
    requested = true;
    return honoured;
  }

  /** The run looks at {@link #requested()} from now on. */
  synchronized void honour() {
    honoured = true;
  }

  synchronized boolean requested() {
    return requested;
  }
}
