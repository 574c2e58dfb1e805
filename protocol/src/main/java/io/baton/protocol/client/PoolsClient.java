package io.baton.protocol.client;

import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What operators and the autoscaler ask about pools. Every call throws {@link ApiException}. */
public final class PoolsClient {
  private final HttpJson http;

  public PoolsClient(URI api, Duration timeout) {
    this.http = new HttpJson(api, timeout);
  }

  public PoolDemand demand(PoolName pool) {
    return http.get("v1/pools/" + pool + "/demand", PoolDemand.class);
  }

  /** Every node that was seen lately. */
  public List<Node> nodes() {
    return List.of(http.get("v1/nodes", Node[].class));
  }

  public Node node(NodeId id) {
    return http.get("v1/nodes/" + id, Node.class);
  }
}
