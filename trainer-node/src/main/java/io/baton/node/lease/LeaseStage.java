package io.baton.node.lease;

/** How far a lease is. */
public enum LeaseStage {
  /** The attempt may act. */
  HELD,
  /** The attempt may still act, but its trainer has to stop now. */
  ENDING,
  /** Another attempt may hold the job. */
  LAPSED
}
