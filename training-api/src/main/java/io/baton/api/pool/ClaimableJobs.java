package io.baton.api.pool;

import io.baton.api.lease.ClaimClasses;
import io.baton.protocol.pool.PoolName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/**
 * The jobs that wait and that nodes of a pool can take, by base model.
 *
 * <p>Like the claim it steps from class to class of equal requirements ({@code job.claim_class})
 * through an index, and counts no further than to a bound: a million jobs in line cost no more than
 * that many.
 */
@ApplicationScoped
public class ClaimableJobs {
  /** Counted no further. */
  public static final int MOST = 10_000;

  private static final String NODE_FITS =
      """
      (not exists (select from kind) or exists (
          select from kind
          where (gpus = '[]' or exists (select from jsonb_array_elements_text(gpus) gpu where lower(gpu) = kind.gpu))
            and coalesce(min_gpu_memory, 0) <= kind.gpu_memory and node_labels <@ kind.labels))\
      """;
  private static final String COUNT =
      """
      with recursive kind as (
        select distinct lower(gpu) as gpu, coalesce(gpu_memory, 0) as gpu_memory, labels
        from node where pool = :pool and forgotten_at is null
      ), {CLASSES}, waiting as (
        (select base_model, true as lost, lost_since as since,
           total_steps - coalesce(last_checkpoint_step, 0) as steps
         from lost_class cross join lateral (
           select base_model, lost_since, total_steps, last_checkpoint_step from job
           where job.claim_class = lost_class.claim_class and lost_since is not null limit :most + 1) job
         where {NODE_FITS} limit :most + 1)
        union all
        (select base_model, true, lease_expires_at, total_steps - coalesce(last_checkpoint_step, 0) from job
         where lease_watch_at <= baton_now() and lease_expires_at <= baton_now() and {NODE_FITS} limit :most + 1)
        union all
        (select base_model, false, created_at, total_steps - coalesce(last_checkpoint_step, 0)
         from pending_class cross join lateral (
           select base_model, created_at, total_steps, last_checkpoint_step from job
           where job.claim_class = pending_class.claim_class and status = 'pending'
           order by priority desc, sequence limit :most + 1) job
         where {NODE_FITS} limit :most + 1)
      )
      select base_model, count(*), count(*) filter (where lost), sum(greatest(steps, 0)),
        cast(greatest(extract(epoch from baton_now() - min(since)), 0) as double precision)
      from waiting group by base_model
      """
          .replace("{CLASSES}", ClaimClasses.LOST_AND_PENDING)
          .replace("{NODE_FITS}", NODE_FITS);

  private final EntityManager entities;

  ClaimableJobs(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public List<OfModel> of(PoolName pool) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        entities
            .createNativeQuery(COUNT, Tuple.class)
            .setParameter("pool", pool.value())
            .setParameter("most", MOST)
            .getResultList();
    return rows.stream()
        .map(
            row ->
                new OfModel(
                    row.get(0, String.class),
                    row.get(1, Long.class),
                    row.get(2, Long.class),
                    row.get(3, Long.class),
                    Optional.ofNullable(row.get(4, Double.class))))
        .toList();
  }

  /**
   * Those that want one base model.
   *
   * @param lost those of them that lost their node
   * @param steps optimizer steps that are left of all of them
   * @param oldestWaitSeconds how long the longest waiting of them has waited
   */
  public record OfModel(
      String baseModel, long jobs, long lost, long steps, Optional<Double> oldestWaitSeconds) {}
}
