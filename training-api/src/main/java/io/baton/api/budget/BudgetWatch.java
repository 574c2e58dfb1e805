package io.baton.api.budget;

import io.baton.api.attempt.AttemptEnd;
import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.job.AttemptOutcome;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Ends running jobs whose budget of time or money is used up; their nodes learn of it by the answer
 * to their next heartbeat. A lapsed lease is left to those who look for these: it ends the job as
 * well where its budget is used up.
 */
@ApplicationScoped
public class BudgetWatch implements ClusterTask {
  private static final int BATCH = 100;
  private static final String OVER_BUDGET =
      """
      select * from job
      where status = 'running' and (max_runtime_seconds is not null or max_cost is not null)
        and lease_expires_at > baton_now() and job_over_budget(job, baton_now())
      limit :batch
      for no key update skip locked
      """;

  private final EntityManager entities;
  private final AttemptEnd attemptEnd;
  private final DatabaseClock clock;
  private final Duration every;

  BudgetWatch(
      EntityManager entities, AttemptEnd attemptEnd, DatabaseClock clock, BatonConfig config) {
    this.entities = entities;
    this.attemptEnd = attemptEnd;
    this.clock = clock;
    this.every = config.budgets().interval();
  }

  @Override
  public String name() {
    return "budgets";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run(TaskRun run) {
    while (run.stillMine() && endBatch() == BATCH) {}
  }

  /** Ends every job that is over its budget. */
  public void endAll() {
    while (endBatch() == BATCH) {}
  }

  private int endBatch() {
    return QuarkusTransaction.requiringNew().call(this::endSome);
  }

  private int endSome() {
    @SuppressWarnings("unchecked")
    List<JobEntity> over =
        entities
            .createNativeQuery(OVER_BUDGET, JobEntity.class)
            .setParameter("batch", BATCH)
            .getResultList();
    if (over.isEmpty()) {
      return 0;
    }
    Instant now = clock.now();
    for (JobEntity job : over) {
      JobSpending.usedUp(job, now).ifPresent(reason -> end(job, reason, now));
    }
    return over.size();
  }

  private void end(JobEntity job, String reason, Instant now) {
    attemptEnd.record(job, job.attempt, job.step, AttemptOutcome.CANCELED, reason, now);
    attemptEnd.giveUp(job, reason, now);
  }
}
