package io.baton.api.pool.demand;

import io.baton.protocol.pool.PoolName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How fast the nodes of a pool are. */
@ApplicationScoped
class PoolSpeeds {
  private static final String BY_MODEL =
      """
      select base_model, percentile_cont(0.5) within group (order by steps_per_second)
      from node_speed join node on node.id = node_speed.node_id
      where node.pool = :pool group by base_model
      """;

  /** Beside the median of the pool's nodes with the same GPU at each class of work. */
  private static final String RELATIVE =
      """
      with speed as (
        select node_id, work_class, node_speed.gpu, steps_per_second
        from node join node_speed on node_speed.node_id = node.id
        where node.pool = :pool and node.last_seen_at > :since
      ), median as (
        select work_class, gpu, percentile_cont(0.5) within group (order by steps_per_second) as value
        from speed group by work_class, gpu having count(*) > 1
      )
      select node_id, percentile_cont(0.5) within group (order by steps_per_second / median.value)
      from speed join median on median.work_class = speed.work_class and median.gpu = speed.gpu
      group by node_id
      """;

  private final EntityManager entities;

  PoolSpeeds(EntityManager entities) {
    this.entities = entities;
  }

  /** The median steps a second of the pool's nodes, by base model; only what was measured. */
  @Transactional(Transactional.TxType.MANDATORY)
  Map<String, Double> byBaseModel(PoolName pool) {
    return figures(entities.createNativeQuery(BY_MODEL, Tuple.class), pool);
  }

  /**
   * How fast each node is beside the others with the same GPU at the same classes of work, by node;
   * only where there is another.
   *
   * @param since only of nodes that were heard of since
   */
  @Transactional(Transactional.TxType.MANDATORY)
  Map<String, Double> relative(PoolName pool, Instant since) {
    return figures(
        entities.createNativeQuery(RELATIVE, Tuple.class).setParameter("since", since), pool);
  }

  private static Map<String, Double> figures(Query query, PoolName pool) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows = query.setParameter("pool", pool.value()).getResultList();
    Map<String, Double> figures = new HashMap<>();
    rows.forEach(row -> figures.put(row.get(0, String.class), row.get(1, Double.class)));
    return figures;
  }
}
