package io.baton.node.attempt;

/** How an attempt ended, as far as this node knows. */
public enum AttemptEnd {
  COMPLETED,
  FAILED,
  /** Given back: another node may claim the job at once. */
  RELEASED,
  /** The job had ended. */
  CANCELED,
  /** Another attempt holds the job. */
  LEASE_LOST,
  /** The API could not be told in time: the lease lapses, and this node may claim the job again. */
  LAPSED;

  /** Whether files that storage lacks may still be of use here. */
  public boolean mayComeBack() {
    return switch (this) {
      case RELEASED, LAPSED -> true;
      case COMPLETED, FAILED, CANCELED, LEASE_LOST -> false;
    };
  }
}
