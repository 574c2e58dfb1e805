package io.baton.protocol.job;

import io.baton.protocol.field.Fields;
import java.util.List;

/**
 * A batch that was submitted.
 *
 * @param jobs the names of its jobs, in the order of the request, 1 to 1,000 entries
 */
public record SubmittedJobs(List<JobId> jobs) {
  public SubmittedJobs {
    jobs = Fields.listOrEmpty(jobs);
  }
}
