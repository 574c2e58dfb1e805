package io.baton.api.job;

import io.baton.api.budget.JobSpending;
import io.baton.api.budget.Spending;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.Spent;
import io.baton.protocol.node.NodeId;
import java.net.URI;
import java.util.Optional;

/** How a row of the queue looks to its owner. */
public final class JobView {
  private JobView() {}

  public static Job of(JobEntity job) {
    boolean held = job.status == JobStatus.RUNNING;
    return new Job(
        job.jobId(),
        new OwnerName(job.owner),
        job.status,
        job.spec,
        Optional.ofNullable(job.webhookUrl).map(URI::create),
        job.newestAttempt(),
        held ? Optional.of(new NodeId(job.nodeId)) : Optional.empty(),
        held ? Optional.of(job.leaseExpiresAt) : Optional.empty(),
        new Job.Progress(
            job.step,
            job.totalSteps,
            Optional.ofNullable(job.phase),
            Optional.ofNullable(job.loss),
            Optional.ofNullable(job.stepsPerSecond),
            held ? job.atRisk() : Optional.empty(),
            Optional.ofNullable(job.phase).flatMap(phase -> Optional.ofNullable(job.phaseSince))),
        Optional.ofNullable(job.lastCheckpointStep),
        job.failures,
        job.interruptions,
        spent(job),
        Optional.ofNullable(job.reason),
        job.createdAt,
        job.updatedAt,
        Optional.ofNullable(job.startedAt),
        Optional.ofNullable(job.endedAt));
  }

  private static Spent spent(JobEntity job) {
    Spending spending = JobSpending.soFar(job);
    return new Spent(spending.seconds(), spending.cost(), spending.unpricedSeconds());
  }
}
