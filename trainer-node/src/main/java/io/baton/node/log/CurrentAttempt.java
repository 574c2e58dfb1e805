package io.baton.node.log;

import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;

/** The attempt that the agent's log lines are about. */
public final class CurrentAttempt {
  private volatile String label = "";

  public void set(JobId job, Attempt attempt) {
    label = "[job " + job + " attempt " + attempt + "] ";
  }

  public void clear() {
    label = "";
  }

  String label() {
    return label;
  }
}
