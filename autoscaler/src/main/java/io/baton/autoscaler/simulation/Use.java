package io.baton.autoscaler.simulation;

/** What a node's billed time went into. */
public enum Use {
  /** Work that jobs which completed needed: one set-up, every step once, saving the LoRA. */
  USEFUL("useful"),
  /** The agent's start, and the download of the base model to a machine that is new. */
  STARTING("starting"),
  /** No job: nothing to do, drained, in quarantine, or ending. */
  IDLE("idle"),
  /** Steps that were lost with their node, attempts that failed, jobs that never completed. */
  LOST("lost"),
  /** Set-ups of attempts that go on with a job, and giving jobs back. */
  RESTARTED("restarted");

  private final String text;

  Use(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Starting is no waste: a pool that grows has to. It is shown beside it. */
  public boolean wasted() {
    return this == IDLE || this == LOST || this == RESTARTED;
  }
}
