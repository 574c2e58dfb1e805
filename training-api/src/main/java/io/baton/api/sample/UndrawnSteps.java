package io.baton.api.sample;

import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Sampler;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.sample.UndrawnSamples;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Steps whose images other jobs draw and have not drawn. */
@ApplicationScoped
class UndrawnSteps {
  private final Duration kept;

  UndrawnSteps(BatonConfig config) {
    this.kept = config.retention().undrawn();
  }

  /** By step, those after the first up to the last. */
  List<UndrawnSamples> between(JobId job, int after, int last) {
    return JobEntity.<JobEntity>list(
            "sampledJobId = ?1 and sampledStep > ?2 and sampledStep <= ?3 and status <> ?4"
                + " and not sampledUndone order by sampledStep",
            job.value(),
            after,
            last,
            JobStatus.COMPLETED)
        .stream()
        .map(this::view)
        .toList();
  }

  private UndrawnSamples view(JobEntity sampler) {
    return new UndrawnSamples(
        sampler.sampledStep,
        sampler.jobId(),
        sampler.status,
        Math.min(sampler.step, sampler.totalSteps),
        sampler.totalSteps,
        Optional.ofNullable(sampler.reason),
        Sampler.retryUntil(sampler, kept));
  }
}
