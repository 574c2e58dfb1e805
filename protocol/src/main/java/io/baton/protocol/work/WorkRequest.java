package io.baton.protocol.work;

import io.baton.protocol.field.Fields;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;

/**
 * A node asks for work. The answer is a {@link Grant}, or 204 when there is none.
 *
 * @param host where it runs, for people
 * @param processId of the agent on that host
 */
public record WorkRequest(
    NodeId node, PoolName pool, String host, long processId, NodeCapabilities capabilities) {
  public WorkRequest {
    Fields.required("node", node);
    Fields.required("pool", pool);
    Fields.text("host", host, 255);
    Fields.inRange("processId", processId, 1, Long.MAX_VALUE);
    Fields.required("capabilities", capabilities);
  }
}
