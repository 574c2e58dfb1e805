package io.baton.api.node;

import io.baton.api.persistence.JsonText;
import io.baton.protocol.work.WorkRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Remembers nodes that ask for work. */
@ApplicationScoped
public class NodePresence {
  private static final String SEEN =
      """
      insert into node (id, pool, host, process_id, gpu, gpu_memory, labels, first_seen_at, last_seen_at)
      values (:id, :pool, :host, :processId, :gpu, cast(:gpuMemory as bigint), cast(:labels as jsonb),
        baton_now(), baton_now())
      on conflict (id) do update set
        pool = excluded.pool, host = excluded.host, process_id = excluded.process_id,
        gpu = excluded.gpu, gpu_memory = excluded.gpu_memory, labels = excluded.labels,
        last_seen_at = excluded.last_seen_at
      """;

  private final EntityManager entities;

  NodePresence(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void seen(WorkRequest request) {
    entities
        .createNativeQuery(SEEN)
        .setParameter("id", request.node().value())
        .setParameter("pool", request.pool().value())
        .setParameter("host", request.host())
        .setParameter("processId", request.processId())
        .setParameter("gpu", request.capabilities().gpu().orElse(null))
        .setParameter("gpuMemory", request.capabilities().gpuMemoryBytes().orElse(null))
        .setParameter("labels", JsonText.of(request.capabilities().labels()))
        .executeUpdate();
  }
}
