package io.baton.api.node;

import io.baton.protocol.node.NodeEvent;
import io.baton.protocol.node.NodeEventType;
import io.baton.protocol.node.NodeId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;

/** Something that happened to a node, for reading; {@link NodeLog} writes it. */
@Entity
@Immutable
@Table(name = "node_event")
public class NodeEventEntity extends PanacheEntityBase {
  @Id public Long sequence;

  @Column(name = "node_id")
  public String nodeId;

  public NodeEventType type;
  public Instant at;
  public String text;

  /** Events of a node after a sequence, oldest first. */
  public static List<NodeEventEntity> after(String node, long sequence, int limit) {
    return NodeEventEntity.<NodeEventEntity>find(
            "nodeId = ?1 and sequence > ?2 order by sequence", node, sequence)
        .page(0, limit)
        .list();
  }

  public NodeEvent toRecord() {
    return new NodeEvent(sequence, new NodeId(nodeId), type, at, text);
  }
}
