package io.baton.protocol.job;

import java.util.Map;

/**
 * How many jobs there are, by status.
 *
 * @param pending jobs that wait for a node, at least 0
 * @param running jobs that a node has, at least 0
 * @param interrupted jobs that lost their node and wait for another, at least 0
 * @param completed jobs that are done, at least 0
 * @param failed jobs that ended as failed, at least 0
 * @param canceled jobs that were canceled, at least 0
 * @param total all of them, at least 0
 */
public record JobCounts(
    long pending,
    long running,
    long interrupted,
    long completed,
    long failed,
    long canceled,
    long total) {

  /** Statuses that are left out have no jobs. */
  public static JobCounts of(Map<JobStatus, Long> counts) {
    return new JobCounts(
        counts.getOrDefault(JobStatus.PENDING, 0L),
        counts.getOrDefault(JobStatus.RUNNING, 0L),
        counts.getOrDefault(JobStatus.INTERRUPTED, 0L),
        counts.getOrDefault(JobStatus.COMPLETED, 0L),
        counts.getOrDefault(JobStatus.FAILED, 0L),
        counts.getOrDefault(JobStatus.CANCELED, 0L),
        counts.values().stream().mapToLong(Long::longValue).sum());
  }
}
