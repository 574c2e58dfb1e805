package io.baton.autoscaler.simulation;

/** How a modelled attempt ends. */
enum AttemptEnd {
  COMPLETED,
  /** The node gave the job back. */
  DRAINED,
  /** The node is gone. */
  LOST,
  /** The trainer crashed. */
  FAILED
}
