package io.baton.api.job;

import io.baton.api.access.OwnerScope;
import io.baton.api.event.Outbox;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.event.EventType;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.label.Labels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/** What owners change of jobs that are there. */
@ApplicationScoped
@Transactional
public class JobChanges {
  private final Jobs jobs;
  private final JobLabels jobLabels;
  private final Reopening reopening;
  private final Outbox outbox;
  private final DatabaseClock clock;

  JobChanges(
      Jobs jobs, JobLabels jobLabels, Reopening reopening, Outbox outbox, DatabaseClock clock) {
    this.jobs = jobs;
    this.jobLabels = jobLabels;
    this.reopening = reopening;
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
      throw Reopening.conflict(
          job, "is " + job.status.wireName() + ": only a failed or canceled job can be retried.");
    }
    Instant now = clock.now();
    if (job.sampledJobId == null) {
      reopening.requireWhatItNeeds(job);
    } else {
      reopening.requireWeights(job, now);
    }
    reopening.startBudgetsAnew(job);
    reopening.reopen(job, Transition.RETRY_BY_OWNER, now);
    outbox.append(job, EventType.RETRIED, now, "Retried by its owner; it goes on from " + at(job));
    return JobView.of(job);
  }

  /** Gives a job more steps; a completed one goes on from its last checkpoint. */
  public Job extend(OwnerScope scope, JobId id, int steps) {
    JobEntity job = jobs.lock(scope, id);
    Optional<String> objection = Extensibility.objection(JobView.of(job));
    if (job.status.ended() && job.status != JobStatus.COMPLETED) {
      throw Reopening.conflict(job, objection.orElseThrow());
    }
    if (steps <= job.totalSteps) {
      throw new InvalidFieldException(
          "maxTrainSteps",
          "must be more than the job's " + job.totalSteps + " steps, not " + steps);
    }
    reopening.requireTraining(job);
    objection.ifPresent(
        why -> {
          throw Reopening.conflict(job, why);
        });
    if (job.status == JobStatus.COMPLETED) {
      reopening.requireWhatItNeeds(job);
    }
    Instant now = clock.now();
    String text = "Extended from " + job.totalSteps + " to " + steps + " steps by its owner";
    job.totalSteps = steps;
    job.spec = job.spec.withWorkload(job.spec.workload().withTotalSteps(steps));
    job.updatedAt = now;
    if (Transition.EXTEND.allowedFrom(job.status)) {
      reopening.reopen(job, Transition.EXTEND, now);
      outbox.append(job, EventType.EXTENDED, now, text + "; it goes on from " + at(job));
    } else {
      outbox.append(job, EventType.EXTENDED, now, text + ".");
    }
    return JobView.of(job);
  }

  public Job setPriority(OwnerScope scope, JobId id, int priority) {
    JobEntity job = jobs.lock(scope, id);
    if (job.status.ended()) {
      throw Reopening.conflict(
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

  private static String at(JobEntity job) {
    return job.step == 0 ? "the beginning." : "step " + job.step + ".";
  }
}
