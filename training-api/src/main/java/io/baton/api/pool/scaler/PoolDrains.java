package io.baton.api.pool.scaler;

import io.baton.api.notify.Channel;
import io.baton.api.notify.DatabaseNotifications;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolDrainRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolUndrainRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Empties nodes that a pool's autoscaler is about to remove, and lets them stay after all.
 *
 * <p>Whoever asks for work has its node's row locked from before it looks for a job until it has
 * the job ({@code NodePresence}), and the statements here take the same lock. So a node gets no job
 * once {@link #drain} returned, and one that it got before is seen by whoever looks from then on.
 * Rows are locked in the order of their ids: two such calls cannot wait for each other.
 */
@ApplicationScoped
@Transactional
public class PoolDrains {
  private static final String DRAIN =
      """
      with wanted as (
        select id from node
        where pool = :pool and id = any(:nodes) and draining_since is null
        order by id for no key update
      ), drained as (
        update node set draining_since = baton_now(), drain_reason = :reason, drain_by = 'autoscaler'
        from wanted where node.id = wanted.id
        returning node.id
      )
      insert into node_event (node_id, type, at, text)
      select id, 'node.drain', baton_now(), 'The autoscaler drains it: ' || :reason from drained
      """;
  private static final String UNDRAIN =
      """
      with wanted as (
        select id from node
        where pool = :pool and id = any(:nodes) and draining_since is not null and drain_by = 'autoscaler'
        order by id for no key update
      ), undrained as (
        update node set draining_since = null, drain_reason = null, drain_by = null
        from wanted where node.id = wanted.id
        returning node.id
      )
      insert into node_event (node_id, type, at, text)
      select id, 'node.undrain', baton_now(), 'The autoscaler lets it take work again.' from undrained
      """;

  private final EntityManager entities;
  private final DatabaseNotifications notifications;

  PoolDrains(EntityManager entities, DatabaseNotifications notifications) {
    this.entities = entities;
    this.notifications = notifications;
  }

  void drain(PoolName pool, PoolDrainRequest request) {
    entities
        .createNativeQuery(DRAIN)
        .setParameter("pool", pool.value())
        .setParameter("nodes", ids(request.nodes()))
        .setParameter("reason", request.reason())
        .executeUpdate();
  }

  void undrain(PoolName pool, PoolUndrainRequest request) {
    int undrained =
        entities
            .createNativeQuery(UNDRAIN)
            .setParameter("pool", pool.value())
            .setParameter("nodes", ids(request.nodes()))
            .executeUpdate();
    if (undrained > 0) {
      // They may be waiting for work.
      notifications.send(Channel.WORK);
    }
  }

  private static String[] ids(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).toArray(String[]::new);
  }
}
