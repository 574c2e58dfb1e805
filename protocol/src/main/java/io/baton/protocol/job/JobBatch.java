package io.baton.protocol.job;

import io.baton.protocol.field.Fields;
import java.util.List;

/**
 * Jobs to submit together: all of them, or none.
 *
 * @param jobs in the order in which they come into the queue, 1 to 1,000 entries
 */
public record JobBatch(List<JobSpec> jobs) {
  /** The most jobs of a batch. */
  public static final int MAX_JOBS = 1000;

  public JobBatch {
    Fields.required("jobs", jobs);
    jobs = List.copyOf(jobs);
    Fields.inRange("jobs", jobs.size(), 1, MAX_JOBS);
  }
}
