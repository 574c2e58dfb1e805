package io.baton.protocol.work;

import io.baton.protocol.field.Fields;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;

/**
 * A checkpoint that a node kept when it could not renew its lease. Naming it says that the attempt
 * is over.
 *
 * @param job whose it is
 * @param attempt that wrote it
 * @param step optimizer steps done, at least 1
 */
public record KeptWork(JobId job, Attempt attempt, int step) {
  public KeptWork {
    Fields.required("keeps.job", job);
    Fields.required("keeps.attempt", attempt);
    Fields.inRange("keeps.step", step, 1, Integer.MAX_VALUE);
  }
}
