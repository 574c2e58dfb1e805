package io.baton.api.dashboard.jobs;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.job.JobCounts;
import io.baton.protocol.job.JobStatus;
import java.util.Arrays;
import java.util.List;

/**
 * How many jobs are in a status, and where a click on that leads.
 *
 * @param none whether there is no such job
 * @param chosen whether only jobs in such a status are shown
 */
public record StatusCount(
    String status, String count, boolean none, boolean chosen, String address) {
  static List<StatusCount> of(JobCounts counts, JobChoice choice) {
    return Arrays.stream(JobStatus.values())
        .map(
            status ->
                new StatusCount(
                    status.wireName(),
                    Figures.count(count(counts, status)),
                    count(counts, status) == 0,
                    choice.has(status),
                    choice.toggled(status)))
        .toList();
  }

  private static long count(JobCounts counts, JobStatus status) {
    return switch (status) {
      case PENDING -> counts.pending();
      case RUNNING -> counts.running();
      case INTERRUPTED -> counts.interrupted();
      case COMPLETED -> counts.completed();
      case FAILED -> counts.failed();
      case CANCELED -> counts.canceled();
    };
  }
}
