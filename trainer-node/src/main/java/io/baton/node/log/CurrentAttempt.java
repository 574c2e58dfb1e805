package io.baton.node.log;

import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import java.util.Optional;

/**
 * The attempt that the agent's log lines are about, whichever thread writes them: an agent has at
 * most one.
 */
public final class CurrentAttempt {
  /** What lines are about. */
  record Subject(JobId job, Attempt attempt) {}

  private volatile Optional<Subject> subject = Optional.empty();

  public void set(JobId job, Attempt attempt) {
    subject = Optional.of(new Subject(job, attempt));
  }

  public void clear() {
    subject = Optional.empty();
  }

  Optional<Subject> subject() {
    return subject;
  }
}
