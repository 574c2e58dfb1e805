package io.baton.api.pool;

import io.baton.api.node.Blame;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ReallocationRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many jobs failed on nodes of the nodes' own fault, within the window of their pool and since
 * they last got a clean record. While a node is in quarantine its window stands still: what put it
 * there is not forgotten before it is out.
 */
@ApplicationScoped
public class NodeFailures {
  private static final String COUNTED =
      """
      attempt.outcome = 'failed'
        and (attempt.failure_class is null or attempt.failure_class not in (:innocent))
        and attempt.ended_at > greatest(
          least(baton_now(), case when node.quarantined_until > baton_now() then node.quarantined_at end)
            - :window * interval '1 second',
          node.cleared_at,
          case when node.quarantined_until <= baton_now() then node.quarantined_until end)
      """;

  private static final String OF_POOL =
      """
      select node.id, count(distinct attempt.job_id)
      from node join attempt on attempt.node_id = node.id
      where node.pool = :pool and node.forgotten_at is null and {COUNTED}
      group by node.id
      """
          .replace("{COUNTED}", COUNTED);

  private static final String OF_OTHER_JOBS =
      """
      select count(distinct attempt.job_id)
      from node join attempt on attempt.node_id = node.id
      where node.id = :node and attempt.job_id <> :job and {COUNTED}
      """
          .replace("{COUNTED}", COUNTED);

  private final EntityManager entities;

  NodeFailures(EntityManager entities) {
    this.entities = entities;
  }

  /** By node; nodes without any are left out. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Map<NodeId, Integer> ofPool(PoolName pool, ReallocationRules rules) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        counting(entities.createNativeQuery(OF_POOL, Tuple.class), rules)
            .setParameter("pool", pool.value())
            .getResultList();
    Map<NodeId, Integer> failures = new HashMap<>();
    for (Tuple row : rows) {
      failures.put(new NodeId(row.get(0, String.class)), Math.toIntExact(row.get(1, Long.class)));
    }
    return failures;
  }

  /** Of one node, but for one job. */
  @Transactional(Transactional.TxType.MANDATORY)
  int ofOtherJobs(String node, String job, ReallocationRules rules) {
    return Math.toIntExact(
        (Long)
            counting(entities.createNativeQuery(OF_OTHER_JOBS, Long.class), rules)
                .setParameter("node", node)
                .setParameter("job", job)
                .getSingleResult());
  }

  private static Query counting(Query query, ReallocationRules rules) {
    return query
        .setParameter("innocent", Blame.innocent())
        .setParameter("window", rules.windowSeconds());
  }
}
