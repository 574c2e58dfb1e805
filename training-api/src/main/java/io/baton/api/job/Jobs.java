package io.baton.api.job;

import io.baton.api.access.OwnerScope;
import io.baton.api.attempt.AttemptEnd;
import io.baton.api.event.Outbox;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.api.webhook.JobWebhooks;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.ValidationOptions;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How jobs come into being and how their owners end them. */
@ApplicationScoped
public class Jobs {
  private static final String CANCELED = "Canceled by its owner.";

  private final DatasetChoice datasets;
  private final JobLabels labels;
  private final Outbox outbox;
  private final AttemptEnd attemptEnd;
  private final JobWebhooks webhooks;
  private final DatabaseClock clock;
  private final SecureRandom random = new SecureRandom();

  Jobs(
      DatasetChoice datasets,
      JobLabels labels,
      Outbox outbox,
      AttemptEnd attemptEnd,
      JobWebhooks webhooks,
      DatabaseClock clock) {
    this.datasets = datasets;
    this.labels = labels;
    this.outbox = outbox;
    this.attemptEnd = attemptEnd;
    this.webhooks = webhooks;
    this.clock = clock;
  }

  @Transactional
  public Job submit(OwnerName owner, JobSpec asked) {
    int steps = datasets.look(owner, List.of(asked)).totalSteps(asked);
    return JobView.of(insert(owner, List.of(new Checked(asked, steps))).get(0));
  }

  /** Puts jobs into the queue, in this order. */
  @Transactional(Transactional.TxType.MANDATORY)
  List<JobEntity> insert(OwnerName owner, List<Checked> specs) {
    Instant now = clock.now();
    List<JobEntity> jobs = new ArrayList<>();
    for (Checked checked : specs) {
      JobEntity job = NewJob.of(owner, checked.spec(), checked.totalSteps(), now, random);
      job.persist();
      webhooks.add(job, checked.spec().webhook());
      jobs.add(job);
    }
    labels.note(jobs);
    outbox.appendFirst(jobs, EventType.SUBMITTED, now, "Submitted.");
    return jobs;
  }

  /** Puts a job into the queue that draws the sample images of another, once a step. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void insertSampler(
      JobEntity sampled, int step, int ofAttempt, StoredFile weights, Instant now) {
    JobSpec spec = Sampler.spec(sampled, step);
    int images =
        spec.training()
            .flatMap(TrainingOptions::validation)
            .map(ValidationOptions::numValidationImages)
            .orElseThrow();
    JobEntity job = NewJob.of(new OwnerName(sampled.owner), spec, images, now, random);
    job.sampledJobId = sampled.id;
    job.sampledStep = step;
    job.sampledAttempt = ofAttempt;
    job.sampledWeights = weights;
    job.persist();
    labels.note(List.of(job));
    outbox.appendFirst(
        List.of(job),
        EventType.SUBMITTED,
        now,
        "Draws the sample images of job " + sampled.id + " at step " + step + ".");
  }

  /** A job whose datasets can be trained on. */
  record Checked(JobSpec spec, int totalSteps) {}

  @Transactional
  public Job job(OwnerScope scope, JobId id) {
    return JobView.of(require(scope, id));
  }

  /** The row of a job, for reading. */
  @Transactional(Transactional.TxType.MANDATORY)
  public JobEntity require(OwnerScope scope, JobId id) {
    return JobEntity.<JobEntity>findByIdOptional(id.value())
        .filter(job -> scope.covers(job.owner))
        .orElseThrow(() -> noSuch(id));
  }

  /** The row of a job, locked for the rest of the transaction. */
  @Transactional(Transactional.TxType.MANDATORY)
  JobEntity lock(OwnerScope scope, JobId id) {
    JobEntity job = JobEntity.findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (job == null || !scope.covers(job.owner)) {
      throw noSuch(id);
    }
    return job;
  }

  /** Ends a job that has not ended; canceling a canceled job changes nothing. */
  @Transactional
  public Job cancel(OwnerScope scope, JobId id) {
    Sampler.lockSampled(id);
    JobEntity job = lock(scope, id);
    if (job.status == JobStatus.CANCELED) {
      return JobView.of(job);
    }
    if (!Transition.CANCEL.allowedFrom(job.status)) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Job " + id + " is " + job.status.wireName() + " already and cannot be canceled.");
    }
    Instant now = clock.now();
    cancel(job, CANCELED, now);
    for (JobEntity sampler : JobEntity.samplersOf(job.id)) {
      cancelSampler(sampler, "Job " + job.id + ", whose images it draws, was canceled.", now);
    }
    return JobView.of(job);
  }

  /** Ends a job that draws the images of another, whose row the caller has locked. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void cancelSampler(JobEntity sampler, String why, Instant now) {
    JobEntity locked = JobEntity.findById(sampler.id, LockModeType.PESSIMISTIC_WRITE);
    if (Transition.CANCEL.allowedFrom(locked.status)) {
      cancel(locked, why, now);
    }
  }

  private void cancel(JobEntity job, String why, Instant now) {
    if (job.status == JobStatus.RUNNING) {
      attemptEnd.record(job, job.attempt, job.step, AttemptOutcome.CANCELED, why, now);
    }
    attemptEnd.finish(job, Transition.CANCEL, EventType.CANCELED, why, why, now);
    Sampler.freeWeights(job, now);
  }

  public static ProblemException noSuch(JobId id) {
    return new ProblemException(ErrorCode.NOT_FOUND, "There is no job " + id + ".");
  }
}
