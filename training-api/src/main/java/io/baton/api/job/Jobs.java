package io.baton.api.job;

import io.baton.api.access.OwnerScope;
import io.baton.api.attempt.AttemptEnd;
import io.baton.api.dataset.DatasetUse;
import io.baton.api.event.Outbox;
import io.baton.api.persistence.NewIds;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.api.training.TrainingLength;
import io.baton.api.webhook.JobWebhooks;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.training.PriorOptions;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.webhook.WebhookTarget;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What users do with jobs. */
@ApplicationScoped
public class Jobs {
  private static final String CANCELED = "Canceled by its owner.";

  private final DatasetUse datasets;
  private final Outbox outbox;
  private final AttemptEnd attemptEnd;
  private final JobWebhooks webhooks;
  private final DatabaseClock clock;
  private final SecureRandom random = new SecureRandom();

  Jobs(
      DatasetUse datasets,
      Outbox outbox,
      AttemptEnd attemptEnd,
      JobWebhooks webhooks,
      DatabaseClock clock) {
    this.datasets = datasets;
    this.outbox = outbox;
    this.attemptEnd = attemptEnd;
    this.webhooks = webhooks;
    this.clock = clock;
  }

  @Transactional
  public Job submit(OwnerName owner, JobSpec asked) {
    int images = datasets.requireReady(owner, "datasetId", asked.datasetId());
    Optional<DatasetId> classImages =
        asked.training().prior().flatMap(PriorOptions::classDatasetId);
    classImages.ifPresent(id -> datasets.requireReady(owner, "training.prior.classDatasetId", id));
    JobSpec spec =
        asked.training().seed().isEmpty()
            ? asked.withTraining(asked.training().withSeed(random.nextInt(Integer.MAX_VALUE)))
            : asked;
    Instant now = clock.now();
    JobEntity job = new JobEntity();
    job.id = NewIds.withPrefix("job");
    job.owner = owner.value();
    job.status = Transition.FIRST;
    job.spec = spec.withoutWebhook();
    job.datasetId = spec.datasetId().value();
    job.classDatasetId = classImages.map(DatasetId::value).orElse(null);
    job.totalSteps = TrainingLength.totalSteps(spec.training(), images);
    job.priority = spec.priority();
    job.maxFailures = spec.budgets().maxFailures();
    job.maxInterruptions = spec.budgets().maxInterruptions();
    job.keepCheckpoints = spec.keepCheckpoints();
    job.labels = spec.labels();
    job.baseModel = spec.baseModel().name();
    job.gpus = spec.requirements().gpus();
    job.minGpuMemory = spec.requirements().minGpuMemoryBytes().orElse(null);
    job.nodeLabels = spec.requirements().nodeLabels();
    job.maxRuntimeSeconds = spec.budgets().maxRuntimeSeconds().orElse(null);
    job.maxCost = spec.budgets().maxCost().orElse(null);
    job.webhookUrl = spec.webhook().map(WebhookTarget::url).map(Object::toString).orElse(null);
    job.createdAt = now;
    job.updatedAt = now;
    job.persist();
    webhooks.add(job, spec.webhook());
    outbox.append(job, EventType.SUBMITTED, now, "Submitted.");
    return JobView.of(job);
  }

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

  /** Newest first; {@code before} is the cursor of the page before. */
  @Transactional
  public JobPage page(
      OwnerScope scope, Optional<JobStatus> status, Optional<JobCursor> before, int limit) {
    StringBuilder where = new StringBuilder("sequence < :before");
    Parameters parameters =
        Parameters.with("before", before.map(JobCursor::sequence).orElse(Long.MAX_VALUE));
    status.ifPresent(
        wanted -> {
          where.append(" and status = :status");
          parameters.and("status", wanted);
        });
    scope
        .only()
        .ifPresent(
            owner -> {
              where.append(" and owner = :owner");
              parameters.and("owner", owner.value());
            });
    List<JobEntity> found =
        JobEntity.<JobEntity>find(where + " order by sequence desc", parameters)
            .page(0, limit + 1)
            .list();
    boolean more = found.size() > limit;
    List<JobEntity> shown = more ? found.subList(0, limit) : found;
    Optional<String> next =
        more ? Optional.of(new JobCursor(shown.get(limit - 1).sequence).text()) : Optional.empty();
    return new JobPage(shown.stream().map(JobView::of).toList(), next);
  }

  /** Ends a job that has not ended; canceling a canceled job changes nothing. */
  @Transactional
  public Job cancel(OwnerScope scope, JobId id) {
    JobEntity job = JobEntity.findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (job == null || !scope.covers(job.owner)) {
      throw noSuch(id);
    }
    if (job.status == JobStatus.CANCELED) {
      return JobView.of(job);
    }
    if (!Transition.CANCEL.allowedFrom(job.status)) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Job " + id + " is " + job.status.wireName() + " already and cannot be canceled.");
    }
    Instant now = clock.now();
    if (job.status == JobStatus.RUNNING) {
      attemptEnd.record(job, job.attempt, job.step, AttemptOutcome.CANCELED, CANCELED, now);
    }
    attemptEnd.finish(job, Transition.CANCEL, EventType.CANCELED, CANCELED, CANCELED, now);
    return JobView.of(job);
  }

  public static ProblemException noSuch(JobId id) {
    return new ProblemException(ErrorCode.NOT_FOUND, "There is no job " + id + ".");
  }
}
