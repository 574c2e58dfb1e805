package io.baton.api.pool;

import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;

/** What pools have to do. Jobs belong to no pool yet: each pool sees all of them. */
@ApplicationScoped
public class Demand {
  private static final String COUNTS =
      """
      select
        count(*) filter (where status <> 'running' or lease_expires_at <= baton_now()),
        count(*) filter (where status = 'running' and lease_expires_at > baton_now())
      from job where status in ('pending', 'running', 'interrupted')
      """;
  private static final String BUSY =
      """
      select distinct node.id from job join node on node.id = job.node_id
      where job.status = 'running' and job.lease_expires_at > baton_now() and node.pool = :pool
      order by node.id
      """;

  private final EntityManager entities;

  Demand(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional
  public PoolDemand of(PoolName pool) {
    Tuple counts = (Tuple) entities.createNativeQuery(COUNTS, Tuple.class).getSingleResult();
    @SuppressWarnings("unchecked")
    List<String> busy =
        entities
            .createNativeQuery(BUSY, String.class)
            .setParameter("pool", pool.value())
            .getResultList();
    return new PoolDemand(
        pool,
        Math.toIntExact(counts.get(0, Long.class)),
        Math.toIntExact(counts.get(1, Long.class)),
        busy.stream().map(NodeId::new).toList());
  }
}
