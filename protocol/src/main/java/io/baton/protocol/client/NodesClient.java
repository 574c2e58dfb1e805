package io.baton.protocol.client;

import io.baton.protocol.job.JobId;
import io.baton.protocol.node.Ban;
import io.baton.protocol.node.BanRequest;
import io.baton.protocol.node.DrainRequest;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeEventPage;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.NodePage;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.PoolName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What operators do with nodes. Every call throws {@link ApiException}. */
public final class NodesClient {
  private final HttpJson http;

  public NodesClient(ApiEndpoint api) {
    this.http = new HttpJson(api);
  }

  /** By id; forgotten nodes only where their state is asked for. */
  public NodePage nodes(
      Optional<PoolName> pool, Optional<NodeState> state, Optional<String> cursor, int limit) {
    StringBuilder path = new StringBuilder("v1/nodes?limit=").append(limit);
    pool.ifPresent(name -> path.append("&pool=").append(name));
    state.ifPresent(wanted -> path.append("&state=").append(wanted.wireName()));
    cursor.ifPresent(
        c -> path.append("&cursor=").append(URLEncoder.encode(c, StandardCharsets.UTF_8)));
    return http.get(path.toString(), NodePage.class);
  }

  public Node node(NodeId id) {
    return http.get("v1/nodes/" + id, Node.class);
  }

  /** Events after a sequence, oldest first. */
  public NodeEventPage events(NodeId id, long afterSequence) {
    return http.get("v1/nodes/" + id + "/events?after=" + afterSequence, NodeEventPage.class);
  }

  /** Keeps work away from a node for a while; replaces a quarantine that it has. */
  public Node quarantine(NodeId id, QuarantineRequest request) {
    return http.post("v1/nodes/" + id + "/quarantine", request, Node.class);
  }

  /** Ends a quarantine. */
  public Node release(NodeId id) {
    return http.post("v1/nodes/" + id + "/release", new Empty(), Node.class);
  }

  /** Empties a node until {@link #undrain}. */
  public Node drain(NodeId id, DrainRequest request) {
    return http.post("v1/nodes/" + id + "/drain", request, Node.class);
  }

  public Node undrain(NodeId id) {
    return http.post("v1/nodes/" + id + "/undrain", new Empty(), Node.class);
  }

  /** The jobs that a node does not get, the newest ban first. */
  public List<Ban> bans(NodeId node) {
    return List.of(http.get("v1/nodes/" + node + "/bans", Ban[].class));
  }

  /** The nodes that do not get a job, the newest ban first. */
  public List<Ban> bans(JobId job) {
    return List.of(http.get("v1/jobs/" + job + "/bans", Ban[].class));
  }

  /** Keeps a job from a node; the reason of an older ban stays. */
  public Ban ban(NodeId node, JobId job, BanRequest request) {
    return http.put("v1/nodes/" + node + "/bans/" + job, request, Ban.class);
  }

  public void liftBan(NodeId node, JobId job) {
    http.delete("v1/nodes/" + node + "/bans/" + job);
  }

  private record Empty() {}
}
