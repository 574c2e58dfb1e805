package io.baton.api.job;

import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPriority;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.job.sample.SamplingLabel;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Jobs that draw the sample images of another, the sampled one. Whoever locks both rows locks the
 * sampled one first.
 */
public final class Sampler {
  private static final int MAX_NAME_LENGTH = 200;

  private Sampler() {}

  /** What it asks for: the images of the sampled job's options, when nothing else is to be done. */
  static JobSpec spec(JobEntity sampled, int step) {
    String name = "Samples of step " + step + " of " + sampled.spec.name();
    JobSpec spec = sampled.spec;
    return new JobSpec(
        name.substring(0, Math.min(MAX_NAME_LENGTH, name.length())),
        spec.datasetId(),
        spec.baseModel(),
        spec.training(),
        spec.command(),
        JobPriority.MIN,
        Budgets.DEFAULT,
        spec.keepCheckpoints(),
        spec.keepCheckpointsAfterCompletion(),
        Optional.empty(),
        SamplingLabel.of(sampled.jobId()),
        spec.requirements().with(NodeRequirements.SAMPLES_DRAWN));
  }

  /** Locks the row of the job whose images a job draws; empty where it trains itself. */
  public static Optional<JobEntity> lockSampled(JobId sampler) {
    return JobEntity.<JobEntity>find("id = ?1 and sampledJobId is not null", sampler.value())
        .firstResultOptional()
        .map(job -> JobEntity.findById(job.sampledJobId, LockModeType.PESSIMISTIC_WRITE));
  }

  /**
   * The same, unless somebody else has locked it.
   *
   * @param sampler a locked row
   */
  public static Optional<JobEntity> lockSampledIfFree(EntityManager entities, JobEntity sampler) {
    @SuppressWarnings("unchecked")
    List<JobEntity> free =
        entities
            .createNativeQuery(
                "select * from job where id = :id for no key update skip locked", JobEntity.class)
            .setParameter("id", sampler.sampledJobId)
            .getResultList();
    return free.stream().findFirst();
  }

  /**
   * Until when a sampler that ended without images may be retried: so long its LoRA is kept.
   *
   * @param kept how long after its end
   */
  public static Optional<Instant> retryUntil(JobEntity sampler, Duration kept) {
    return Optional.ofNullable(sampler.endedAt)
        .filter(ended -> sampler.status != JobStatus.COMPLETED)
        .map(ended -> ended.plus(kept));
  }

  /** A sampler has ended: the LoRA that was kept for it is deleted once it cannot be retried. */
  public static void freeWeights(JobEntity sampler, Instant now) {
    if (sampler.sampledJobId != null) {
      JobEntity.update("sweepAt = ?1 where id = ?2", now, sampler.sampledJobId);
    }
  }
}
