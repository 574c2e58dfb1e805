package io.baton.api.job;

import io.baton.api.persistence.NewIds;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.webhook.WebhookTarget;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Makes a row of the queue of what a user asks for. */
final class NewJob {
  private NewJob() {}

  /** The row, not yet in the database. */
  static JobEntity of(
      OwnerName owner, JobSpec asked, int totalSteps, Instant now, RandomGenerator random) {
    JobSpec spec =
        asked.withWorkload(asked.workload().seeded(() -> random.nextInt(Integer.MAX_VALUE)));
    JobEntity job = new JobEntity();
    job.id = NewIds.withPrefix("job");
    job.owner = owner.value();
    job.status = Transition.FIRST;
    job.spec = spec.withoutWebhook();
    job.datasetId = spec.datasetId().value();
    job.classDatasetId = spec.workload().classDataset().map(DatasetId::value).orElse(null);
    job.totalSteps = totalSteps;
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
    return job;
  }
}
