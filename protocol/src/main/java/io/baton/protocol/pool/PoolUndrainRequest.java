package io.baton.protocol.pool;

import io.baton.protocol.field.Fields;
import io.baton.protocol.node.NodeId;
import java.util.List;

/**
 * Nodes that may have work again after all. Those that an operator drains are left alone.
 *
 * @param nodes whom it is about, 1 to 10,000 entries; required
 */
public record PoolUndrainRequest(List<NodeId> nodes) {
  public PoolUndrainRequest {
    nodes = Fields.listOrEmpty(nodes);
    Fields.inRange("nodes", nodes.size(), 1, PoolPolicy.MOST_REPLICAS);
  }
}
