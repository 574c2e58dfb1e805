package io.baton.api.lease;

import io.baton.protocol.job.JobStatus;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hands a job to a node in one SQL statement.
 *
 * <p>Two ordered index scans stop at the first row that nobody else is taking and that is not
 * banned from the node: jobs that lost their node, the longest lost first, then jobs that wait, by
 * priority, then first come first served. A running job counts as lost once its lease has lapsed,
 * whether or not anybody noticed yet; if that interruption uses up its budget, it is left to {@link
 * LeaseLapse}, which ends it.
 */
@ApplicationScoped
public class ClaimStatement {
  private static final String CLAIM =
      """
      with lost as (
        select id, status, attempt, node_id, step from job
        where status in ('running', 'interrupted') and lease_expires_at <= baton_now()
          and (status = 'interrupted' or interruptions + 1 < max_interruptions)
          and not exists (select from job_ban where job_ban.job_id = job.id and job_ban.node_id = :node)
        order by lease_expires_at
        limit 1
        for update of job skip locked
      ), waiting as (
        select id, status, attempt, node_id, step from job
        where status = 'pending'
          and not exists (select from lost)
          and not exists (select from job_ban where job_ban.job_id = job.id and job_ban.node_id = :node)
        order by priority desc, sequence
        limit 1
        for update of job skip locked
      ), picked as (
        select * from lost union all select * from waiting
      )
      update job set
        status = 'running',
        attempt = job.attempt + 1,
        node_id = :node,
        node_pool = :pool,
        lease_expires_at = baton_now() + :leaseMillis * interval '1 millisecond',
        interruptions = job.interruptions + case when picked.status = 'running' then 1 else 0 end,
        step = coalesce(job.last_checkpoint_step, 0),
        phase = 'preparing',
        loss = null,
        steps_per_second = null,
        reason = null,
        started_at = coalesce(job.started_at, baton_now()),
        updated_at = baton_now()
      from picked
      where job.id = picked.id
      returning job.id, picked.status, picked.attempt, picked.node_id, picked.step
      """;

  private final EntityManager entities;

  ClaimStatement(EntityManager entities) {
    this.entities = entities;
  }

  /** Empty when there is nothing for the node. The claimed row stays locked. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Claimed> claim(NodeId node, PoolName pool, Duration lease) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        entities
            .createNativeQuery(CLAIM, Tuple.class)
            .setParameter("node", node.value())
            .setParameter("pool", pool.value())
            .setParameter("leaseMillis", lease.toMillis())
            .getResultList();
    return rows.stream().findFirst().map(ClaimStatement::claimed);
  }

  private static Claimed claimed(Tuple row) {
    String statusBefore = row.get(1, String.class);
    Optional<Claimed.Superseded> superseded =
        JobStatus.RUNNING.wireName().equals(statusBefore)
            ? Optional.of(
                new Claimed.Superseded(
                    row.get(2, Integer.class), row.get(3, String.class), row.get(4, Integer.class)))
            : Optional.empty();
    return new Claimed(row.get(0, String.class), superseded);
  }

  /**
   * A job that now belongs to the node that asked.
   *
   * @param superseded the attempt whose lapsed lease it took over
   */
  public record Claimed(String jobId, Optional<Superseded> superseded) {

    /**
     * The attempt whose lease had lapsed.
     *
     * @param step the last it reported
     */
    public record Superseded(int attempt, String nodeId, int step) {}
  }
}
