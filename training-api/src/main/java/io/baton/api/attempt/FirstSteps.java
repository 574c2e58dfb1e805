package io.baton.api.attempt;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.baton.api.observe.WorkMetrics;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;

/**
 * Notes when attempts did their first step, by the heartbeat that told of it. Heartbeats themselves
 * are too many to look.
 */
@ApplicationScoped
public class FirstSteps implements ClusterTask {
  // The job of an open attempt is running. To ask for that would lead the planner, whenever few
  // jobs
  // ran when it last counted, to join every running job with every open attempt.
  private static final String NOTE =
      """
      with stepped as (
        update attempt set first_step_at = job.updated_at
        from job
        where attempt.outcome is null and attempt.first_step_at is null
          and job.id = attempt.job_id and job.attempt = attempt.number
          and job.step > attempt.resumed_from_step
        returning attempt.job_id, attempt.number, attempt.first_step_at
      )
      select cast(extract(epoch from stepped.first_step_at - former.ended_at) as double precision)
      from stepped join attempt former
        on former.job_id = stepped.job_id and former.number = stepped.number - 1
      where former.outcome in ('drained', 'lost')
      """;

  private final EntityManager entities;
  private final WorkMetrics metrics;
  private final Duration every;

  FirstSteps(EntityManager entities, WorkMetrics metrics, BatonConfig config) {
    this.entities = entities;
    this.metrics = metrics;
    this.every = config.metrics().firstStepInterval();
  }

  @Override
  public String name() {
    return "first-steps";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run(TaskRun run) {
    note();
  }

  void note() {
    @SuppressWarnings("unchecked")
    List<Double> seconds =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    (List<Double>) entities.createNativeQuery(NOTE, Double.class).getResultList());
    seconds.forEach(each -> metrics.recovered(Duration.ofMillis(Math.round(each * 1000))));
  }
}
