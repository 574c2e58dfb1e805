package io.baton.api.estimate;

import io.baton.api.job.DatasetChoice;
import io.baton.api.node.WorkClass;
import io.baton.api.persistence.JsonText;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.job.JobEstimate;
import io.baton.protocol.job.JobEstimate.GpuEstimate;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.NodeRequirements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Tells what a job would take, without submitting it. */
@ApplicationScoped
public class Estimates {
  // Of lost and drained attempts nobody knows what of the time was start, wait or training.
  private static final String MEDIANS =
      """
      with like_this as (
        select
          coalesce(node.gpu, '') as gpu, attempt.steps_per_second as speed, attempt.outcome,
          greatest(0, extract(epoch from attempt.ended_at - attempt.started_at)
            - (attempt.last_step - attempt.resumed_from_step) / attempt.steps_per_second) as start,
          coalesce(attempt.price_per_hour, pool_policy.node_price_per_hour) as price
        from attempt
          join node on node.id = attempt.node_id
          left join pool_policy on pool_policy.pool = node.pool
        where attempt.work_class = :class and attempt.steps_per_second > 0
          and coalesce(node.gpu_memory, 0) >= :minGpuMemory and node.labels @> cast(:labels as jsonb)
        order by attempt.id desc
        limit 500
      )
      select
        gpu, count(*),
        percentile_cont(0.5) within group (order by speed),
        percentile_cont(0.5) within group (order by start) filter (where outcome = 'completed'),
        percentile_cont(0.5) within group (order by price)
      from like_this group by gpu order by count(*) desc, gpu
      """;

  private final DatasetChoice datasets;
  private final EntityManager entities;

  Estimates(DatasetChoice datasets, EntityManager entities) {
    this.datasets = datasets;
    this.entities = entities;
  }

  /**
   * Looks at a job as its submission would, refuses what that would refuse, writes nothing.
   *
   * @param images how many it will have, in place of its dataset; absent: its dataset is there
   */
  @Transactional
  public JobEstimate of(OwnerName owner, JobSpec spec, Optional<Integer> images) {
    DatasetChoice.Found found = datasets.look(owner, List.of(spec));
    int steps = images.map(n -> found.totalSteps(spec, n)).orElseGet(() -> found.totalSteps(spec));
    List<GpuEstimate> gpus =
        medians(spec).stream()
            .filter(row -> allows(spec.requirements(), row.get(0, String.class)))
            .map(row -> estimate(row, steps))
            .toList();
    return new JobEstimate(
        spec.withoutWebhook(),
        steps,
        gpus.isEmpty() ? JobEstimate.Basis.NONE : JobEstimate.Basis.MEASURED,
        gpus.stream().mapToInt(GpuEstimate::attempts).sum(),
        gpus);
  }

  @SuppressWarnings("unchecked")
  private List<Tuple> medians(JobSpec spec) {
    return entities
        .createNativeQuery(MEDIANS, Tuple.class)
        .setParameter("class", WorkClass.of(spec).text())
        .setParameter("minGpuMemory", spec.requirements().minGpuMemoryBytes().orElse(0L))
        .setParameter("labels", JsonText.of(spec.requirements().nodeLabels()))
        .getResultList();
  }

  private static boolean allows(NodeRequirements requirements, String gpu) {
    return requirements.gpus().isEmpty()
        || requirements.gpus().stream().anyMatch(gpu::equalsIgnoreCase);
  }

  private static GpuEstimate estimate(Tuple row, int steps) {
    return GpuEstimate.of(
        Optional.of(row.get(0, String.class)).filter(gpu -> !gpu.isEmpty()),
        Math.toIntExact(row.get(1, Long.class)),
        steps,
        row.get(2, Double.class),
        Optional.ofNullable(row.get(3, Double.class)),
        Optional.ofNullable(row.get(4, Double.class)));
  }
}
