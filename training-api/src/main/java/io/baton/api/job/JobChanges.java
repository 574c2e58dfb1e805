package io.baton.api.job;

import io.baton.api.access.OwnerScope;
import io.baton.api.budget.JobSpending;
import io.baton.api.checkpoint.CheckpointEntity;
import io.baton.api.event.Outbox;
import io.baton.api.node.Bans;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.event.EventType;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.label.Labels;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What owners change of jobs that are there. */
@ApplicationScoped
@Transactional
public class JobChanges {
  private final Jobs jobs;
  private final DatasetChoice datasets;
  private final JobLabels jobLabels;
  private final Bans bans;
  private final Outbox outbox;
  private final DatabaseClock clock;

  JobChanges(
      Jobs jobs,
      DatasetChoice datasets,
      JobLabels jobLabels,
      Bans bans,
      Outbox outbox,
      DatabaseClock clock) {
    this.jobs = jobs;
    this.datasets = datasets;
    this.jobLabels = jobLabels;
    this.bans = bans;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Lets a failed or canceled job go on. Its budgets start anew, and nodes where it failed may have
   * it again: whoever retries believes that the cause is gone.
   */
  public Job retry(OwnerScope scope, JobId id) {
    JobEntity job = jobs.lock(scope, id);
    if (!Transition.RETRY_BY_OWNER.allowedFrom(job.status)) {
      throw conflict(
          job, "is " + job.status.wireName() + ": only a failed or canceled job can be retried.");
    }
    requireTraining(job);
    requireWhatItNeeds(job);
    job.failures = 0;
    job.interruptions = 0;
    job.countedAfterAttempt = job.attempt;
    JobSpending.excuse(job);
    bans.liftAfterFailures(job);
    Instant now = clock.now();
    reopen(job, Transition.RETRY_BY_OWNER, now);
    outbox.append(job, EventType.RETRIED, now, "Retried by its owner; it goes on from " + at(job));
    return JobView.of(job);
  }

  /** Gives a job more steps; a completed one goes on from its last checkpoint. */
  public Job extend(OwnerScope scope, JobId id, int steps) {
    JobEntity job = jobs.lock(scope, id);
    Optional<String> objection = Extensibility.objection(JobView.of(job));
    if (job.status.ended() && job.status != JobStatus.COMPLETED) {
      throw conflict(job, objection.orElseThrow());
    }
    if (steps <= job.totalSteps) {
      throw new InvalidFieldException(
          "maxTrainSteps",
          "must be more than the job's " + job.totalSteps + " steps, not " + steps);
    }
    requireTraining(job);
    objection.ifPresent(
        why -> {
          throw conflict(job, why);
        });
    if (job.status == JobStatus.COMPLETED) {
      requireWhatItNeeds(job);
    }
    Instant now = clock.now();
    String text = "Extended from " + job.totalSteps + " to " + steps + " steps by its owner";
    job.totalSteps = steps;
    job.spec = job.spec.withWorkload(job.spec.workload().withTotalSteps(steps));
    job.updatedAt = now;
    if (Transition.EXTEND.allowedFrom(job.status)) {
      reopen(job, Transition.EXTEND, now);
      outbox.append(job, EventType.EXTENDED, now, text + "; it goes on from " + at(job));
    } else {
      outbox.append(job, EventType.EXTENDED, now, text + ".");
    }
    return JobView.of(job);
  }

  public Job setPriority(OwnerScope scope, JobId id, int priority) {
    JobEntity job = jobs.lock(scope, id);
    if (job.status.ended()) {
      throw conflict(
          job, "is " + job.status.wireName() + ": it waits for nothing, so it has no priority.");
    }
    job.priority = priority;
    job.spec = job.spec.withPriority(priority);
    job.updatedAt = clock.now();
    return JobView.of(job);
  }

  /** Replaces all labels. */
  public Job setLabels(OwnerScope scope, JobId id, Labels labels) {
    JobEntity job = jobs.lock(scope, id);
    job.labels = labels;
    job.spec = job.spec.withLabels(labels);
    job.updatedAt = clock.now();
    jobLabels.noteAnew(job);
    return JobView.of(job);
  }

  /** The job waits for a node again, in its old place. */
  private static void reopen(JobEntity job, Transition transition, Instant now) {
    transition.apply(job);
    job.step = job.resumeStep();
    job.reason = null;
    job.endedAt = null;
    job.updatedAt = now;
  }

  private static void requireTraining(JobEntity job) {
    if (job.sampledJobId != null) {
      throw conflict(
          job,
          "only draws sample images of job " + job.sampledJobId + ": it cannot be changed so.");
    }
  }

  private void requireWhatItNeeds(JobEntity job) {
    datasets.look(new OwnerName(job.owner), List.of(job.spec)).totalSteps(job.spec);
    if (job.lastCheckpointStep != null && CheckpointEntity.keptOf(job.id).isEmpty()) {
      throw conflict(job, "has no checkpoint any more: they were deleted. Submit it anew.");
    }
  }

  private static ProblemException conflict(JobEntity job, String why) {
    return new ProblemException(ErrorCode.CONFLICT, "Job " + job.id + " " + why);
  }

  private static String at(JobEntity job) {
    return job.step == 0 ? "the beginning." : "step " + job.step + ".";
  }
}
