package io.baton.api.training;

import io.baton.api.job.JobEntity;
import io.baton.api.node.WorkClass;
import io.baton.api.training.CheckpointSpacing.Measured;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What was measured that decides how far apart an attempt's checkpoints are. */
@ApplicationScoped
public class CheckpointFigures {
  /** Of the node at such work, else of nodes with the same GPU. */
  private static final String SPEED =
      """
      select steps_per_second from (
        select steps_per_second, 1 as rank from node_speed where node_id = :node and work_class = :class
        union all
        select avg(steps_per_second), 2 from node_speed
        where work_class = :class and gpu = (select coalesce(gpu, '') from node where id = :node)
      ) known
      where steps_per_second is not null
      order by rank
      limit 1
      """;

  /**
   * Of the job's last checkpoints, else of such work in the pool; and of the pool's last attempts.
   */
  private static final String COST_AND_LOSSES =
      """
      select
        coalesce(
          (select avg(cost_seconds) from (
            select cost_seconds from checkpoint where job_id = :job and cost_seconds is not null
            order by id desc limit 5) newest),
          (select cost_seconds from checkpoint_cost where pool = :pool and work_class = :class)) as cost,
        coalesce(
          (select avg(upload_seconds) from (
            select upload_seconds from checkpoint where job_id = :job and upload_seconds is not null
            order by id desc limit 5) newest),
          (select upload_seconds from checkpoint_cost where pool = :pool and work_class = :class)) as upload,
        coalesce(sum(extract(epoch from coalesce(ended_at, baton_now()) - started_at)), 0)::double precision as held,
        count(*) filter (where outcome in ('drained', 'lost')) as interruptions
      from (select started_at, ended_at, outcome from attempt where pool = :pool order by id desc limit 200) lately
      """;

  private final EntityManager entities;

  CheckpointFigures(EntityManager entities) {
    this.entities = entities;
  }

  /** Optimizer steps between the checkpoints of the attempt that the job starts now. */
  @Transactional(Transactional.TxType.MANDATORY)
  public int interval(JobEntity job) {
    return CheckpointSpacing.steps(
        speed(job).map(speed -> measured(job, speed)).orElse(Measured.NOTHING), job.totalSteps);
  }

  private Optional<Double> speed(JobEntity job) {
    @SuppressWarnings("unchecked")
    List<Double> speed =
        entities
            .createNativeQuery(SPEED, Double.class)
            .setParameter("node", job.nodeId)
            .setParameter("class", WorkClass.of(job.spec).text())
            .getResultList();
    return speed.stream().findFirst();
  }

  private Measured measured(JobEntity job, double stepsPerSecond) {
    Tuple row =
        (Tuple)
            entities
                .createNativeQuery(COST_AND_LOSSES, Tuple.class)
                .setParameter("job", job.id)
                .setParameter("pool", job.nodePool)
                .setParameter("class", WorkClass.of(job.spec).text())
                .getSingleResult();
    return new Measured(
        Optional.of(stepsPerSecond),
        Optional.ofNullable(row.get("cost", Double.class)).map(CheckpointFigures::seconds),
        Optional.ofNullable(row.get("upload", Double.class)).map(CheckpointFigures::seconds),
        seconds(row.get("held", Double.class)),
        row.get("interruptions", Number.class).intValue());
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
