package io.baton.api.node;

import io.baton.api.persistence.JsonText;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.work.WorkRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;

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
      where node.pool = excluded.pool
        or node.last_seen_at < baton_now() - :stays * interval '1 millisecond'
      """;

  /** How long a node is its pool's: nobody else can pass for it, or take it away, meanwhile. */
  private static final Duration STAYS = Duration.ofMinutes(10);

  private final EntityManager entities;

  NodePresence(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * The node is there.
   *
   * @throws ProblemException with {@code conflict} if it was there in another pool until now
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void seen(WorkRequest request) {
    if (remember(request) == 0) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Node "
              + request.node()
              + " asked for work in another pool than "
              + request.pool()
              + " within the last "
              + STAYS.toMinutes()
              + " minutes; give this one another id, or wait.");
    }
  }

  private int remember(WorkRequest request) {
    return entities
        .createNativeQuery(SEEN)
        .setParameter("id", request.node().value())
        .setParameter("pool", request.pool().value())
        .setParameter("host", request.host())
        .setParameter("processId", request.processId())
        .setParameter("gpu", request.capabilities().gpu().orElse(null))
        .setParameter("gpuMemory", request.capabilities().gpuMemoryBytes().orElse(null))
        .setParameter("stays", STAYS.toMillis())
        .setParameter("labels", JsonText.of(request.capabilities().labels()))
        .executeUpdate();
  }
}
