package io.baton.node.agent;

/** How the agent ended, and the exit status that says so. */
public enum AgentEnd {
  /** As told; whatever job it had is finished or given back. */
  DONE(0),
  /** As told, but its job could not be given back in time: the lease has to lapse (EX_TEMPFAIL). */
  GAVE_UP(75);

  private final int exitStatus;

  AgentEnd(int exitStatus) {
    this.exitStatus = exitStatus;
  }

  public int exitStatus() {
    return exitStatus;
  }
}
