package io.baton.protocol.pool;

import io.baton.protocol.field.Fields;
import io.baton.protocol.node.NodeId;
import java.util.List;

/**
 * What a pool's autoscaler wants empty. Nodes of other pools and unknown ones are left alone, and
 * so are those that an operator drains.
 *
 * @param nodes whom it is about, 1 to 10,000 entries; required
 * @param reason one sentence, at most 500 characters; the owners of the jobs that the nodes give
 *     back read it too; required
 */
public record PoolDrainRequest(List<NodeId> nodes, String reason) {
  public PoolDrainRequest {
    nodes = Fields.listOrEmpty(nodes);
    Fields.inRange("nodes", nodes.size(), 1, PoolPolicy.MOST_REPLICAS);
    Fields.text("reason", reason, 500);
  }
}
