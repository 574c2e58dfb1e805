package io.baton.node.stop;

/** Why an attempt is to stop, the least urgent first. */
public enum StopKind {
  /** Write a checkpoint, commit it, give the job back. */
  DRAIN,
  /** The lease ends and could not be renewed: write a checkpoint and keep it on this machine. */
  FENCE,
  /** The job has ended; nothing more is wanted of it. */
  CANCEL,
  /** Another attempt holds the job; nothing more may be done about it. */
  LEASE_LOST
}
