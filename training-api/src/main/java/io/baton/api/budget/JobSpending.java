package io.baton.api.budget;

import io.baton.api.job.JobEntity;
import io.baton.protocol.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a job has used, in its row. The caller of what changes it has locked the row. */
public final class JobSpending {
  private JobSpending() {}

  /** Of all its attempts; of one that holds the job now, until it was heard of last. */
  public static Spending soFar(JobEntity job) {
    return job.status == JobStatus.RUNNING
        ? ended(job).plus(newest(job, job.updatedAt))
        : ended(job);
  }

  /** The newest attempt ends: what it used is added to that of the others. */
  public static void settle(JobEntity job, Instant now) {
    Spending all = ended(job).plus(newest(job, now));
    job.spentSeconds = all.seconds();
    job.spentCost = all.cost();
    job.unpricedSeconds = all.unpricedSeconds();
  }

  /** What was used until now does not count towards the budgets any more. */
  public static void excuse(JobEntity job) {
    job.excusedSeconds = job.spentSeconds;
    job.excusedCost = job.spentCost;
  }

  /** Which budget the attempts that have ended used up, as a sentence for the owner. */
  public static Optional<String> usedUp(JobEntity job) {
    return usedUp(job, ended(job));
  }

  /** The same with what the newest attempt, which holds the job, has used by now. */
  public static Optional<String> usedUp(JobEntity job, Instant now) {
    return usedUp(job, ended(job).plus(newest(job, now)));
  }

  private static Optional<String> usedUp(JobEntity job, Spending spent) {
    Spending counted =
        new Spending(
            spent.seconds() - job.excusedSeconds,
            spent.cost() - job.excusedCost,
            spent.unpricedSeconds());
    return new SpendingLimits(
            Optional.ofNullable(job.maxRuntimeSeconds), Optional.ofNullable(job.maxCost))
        .usedUpBy(counted);
  }

  private static Spending ended(JobEntity job) {
    return new Spending(job.spentSeconds, job.spentCost, job.unpricedSeconds);
  }

  /** Nobody holds a job after its lease, however late that is noticed. */
  private static Spending newest(JobEntity job, Instant now) {
    Instant until = now.isBefore(job.leaseExpiresAt) ? now : job.leaseExpiresAt;
    return Spending.of(
        Duration.between(job.attemptStartedAt, until), Optional.ofNullable(job.attemptPrice));
  }
}
