package io.baton.api.pool;

import io.baton.protocol.pool.PoolName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How fast the nodes of a pool are. */
@ApplicationScoped
public class PoolSpeeds {
  private static final String BY_MODEL =
      """
      select base_model, percentile_cont(0.5) within group (order by steps_per_second)
      from node_speed join node on node.id = node_speed.node_id
      where node.pool = :pool group by base_model
      """;
  private static final String NOW =
      """
      select sum(job.steps_per_second) from node join job on job.node_id = node.id
      where node.pool = :pool and job.status = 'running' and job.lease_expires_at > baton_now()
      """;

  private final EntityManager entities;

  PoolSpeeds(EntityManager entities) {
    this.entities = entities;
  }

  /** The median steps a second of the pool's nodes, by base model; only what was measured. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Map<String, Double> byBaseModel(PoolName pool) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        entities
            .createNativeQuery(BY_MODEL, Tuple.class)
            .setParameter("pool", pool.value())
            .getResultList();
    Map<String, Double> speeds = new HashMap<>();
    rows.forEach(row -> speeds.put(row.get(0, String.class), row.get(1, Double.class)));
    return speeds;
  }

  /** Steps a second of all that the pool runs now, as last reported. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Double> now(PoolName pool) {
    return Optional.ofNullable(
        (Double)
            entities
                .createNativeQuery(NOW, Double.class)
                .setParameter("pool", pool.value())
                .getSingleResult());
  }
}
