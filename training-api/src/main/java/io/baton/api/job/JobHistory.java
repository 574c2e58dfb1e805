package io.baton.api.job;

import io.baton.api.access.OwnerScope;
import io.baton.api.attempt.AttemptEntity;
import io.baton.api.pulse.Pulses;
import io.baton.api.webhook.DeliveryEntity;
import io.baton.protocol.job.AttemptPulse;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.webhook.WebhookDelivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** What became of a job. */
@ApplicationScoped
@Transactional
public class JobHistory {
  private final Jobs jobs;
  private final Pulses pulses;

  JobHistory(Jobs jobs, Pulses pulses) {
    this.jobs = jobs;
    this.pulses = pulses;
  }

  public Job job(OwnerScope scope, JobId id) {
    return JobView.of(jobs.require(scope, id));
  }

  public List<AttemptRecord> attempts(OwnerScope scope, JobId id) {
    JobEntity job = jobs.require(scope, id);
    return AttemptEntity.ofJob(job.id).stream().map(attempt -> attempt.toRecord(job)).toList();
  }

  public List<AttemptPulse> heartbeats(OwnerScope scope, JobId id) {
    return pulses.of(jobs.require(scope, id).id);
  }

  public List<WebhookDelivery> webhookDeliveries(OwnerScope scope, JobId id) {
    jobs.require(scope, id);
    return DeliveryEntity.ofJob(id.value()).stream().map(DeliveryEntity::toRecord).toList();
  }
}
