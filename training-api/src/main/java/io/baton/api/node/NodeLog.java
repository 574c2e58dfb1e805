package io.baton.api.node;

import io.baton.protocol.node.NodeEventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Where it is written what happened to nodes, in the transaction of the change. */
@ApplicationScoped
public class NodeLog {
  private static final String APPEND =
      """
      insert into node_event (node_id, type, at, text) values (:node, :type, baton_now(), :text)
      """;

  private final EntityManager entities;

  NodeLog(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void append(String node, NodeEventType type, String text) {
    entities
        .createNativeQuery(APPEND)
        .setParameter("node", node)
        .setParameter("type", type.wireName())
        .setParameter("text", text)
        .executeUpdate();
  }
}
