package io.baton.node.attempt;

/** How an attempt ended, as far as this node knows. */
public enum AttemptEnd {
  COMPLETED,
  FAILED,
  /** Given back with all that was written in storage: another node may claim the job at once. */
  RELEASED,
  /** Given back before all that was written was in storage. */
  RELEASED_EARLY,
  /** The job had ended. */
  CANCELED,
  /** Another attempt holds the job. */
  LEASE_LOST,
  /** The API could not be told in time: the lease lapses, and this node may claim the job again. */
  LAPSED;

  /** Whether files that storage lacks may still be of use here. */
  public boolean mayComeBack() {
    return switch (this) {
      case RELEASED_EARLY, LAPSED -> true;
      case COMPLETED, FAILED, RELEASED, CANCELED, LEASE_LOST -> false;
    };
  }
}
