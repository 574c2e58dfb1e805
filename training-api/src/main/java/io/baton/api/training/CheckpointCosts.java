package io.baton.api.training;

import io.baton.api.job.JobEntity;
import io.baton.api.node.WorkClass;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** What checkpoints cost in a pool at the classes of work that were done there. */
@ApplicationScoped
public class CheckpointCosts {
  // Half of the figure is the newest attempt.
  private static final String RECORD =
      """
      insert into checkpoint_cost (pool, work_class, cost_seconds, upload_seconds, attempts, measured_at)
      select attempt.pool, :class, avg(cost_seconds), avg(upload_seconds), 1, baton_now()
      from checkpoint join attempt on attempt.job_id = checkpoint.job_id and attempt.number = checkpoint.attempt
      where checkpoint.job_id = :job and checkpoint.attempt = :attempt
        and cost_seconds is not null and attempt.pool is not null
      group by attempt.pool
      on conflict (pool, work_class) do update set
        cost_seconds = (checkpoint_cost.cost_seconds + excluded.cost_seconds) / 2,
        upload_seconds = coalesce(
          (checkpoint_cost.upload_seconds + excluded.upload_seconds) / 2,
          excluded.upload_seconds, checkpoint_cost.upload_seconds),
        attempts = checkpoint_cost.attempts + 1,
        measured_at = excluded.measured_at
      """;

  private final EntityManager entities;

  CheckpointCosts(EntityManager entities) {
    this.entities = entities;
  }

  /** Takes what an attempt that ends measured at its checkpoints, where it measured something. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(JobEntity job, int attempt) {
    entities
        .createNativeQuery(RECORD)
        .setParameter("class", WorkClass.of(job.spec).text())
        .setParameter("job", job.id)
        .setParameter("attempt", attempt)
        .executeUpdate();
  }
}
