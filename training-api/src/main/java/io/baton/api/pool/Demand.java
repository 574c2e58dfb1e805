package io.baton.api.pool;

import io.baton.api.node.NodeList;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What pools have to do. A job counts for every pool that has a node which can take it. */
@ApplicationScoped
public class Demand {
  private final ClaimableJobs claimable;
  private final PoolSpeeds speeds;
  private final NodeList nodes;

  Demand(ClaimableJobs claimable, PoolSpeeds speeds, NodeList nodes) {
    this.claimable = claimable;
    this.speeds = speeds;
    this.nodes = nodes;
  }

  @Transactional
  public PoolDemand of(PoolName pool) {
    List<ClaimableJobs.OfModel> waiting = claimable.of(pool);
    long jobs = waiting.stream().mapToLong(ClaimableJobs.OfModel::jobs).sum();
    long lost = waiting.stream().mapToLong(ClaimableJobs.OfModel::lost).sum();
    List<NodeList.Entry> members = nodes.ofPool(pool);
    List<NodeId> busy =
        members.stream()
            .filter(node -> node.jobId().isPresent())
            .map(node -> new NodeId(node.id()))
            .toList();
    return new PoolDemand(
        pool,
        (int) Math.min(jobs, ClaimableJobs.MOST),
        jobs > ClaimableJobs.MOST,
        (int) Math.min(lost, ClaimableJobs.MOST),
        busy.size(),
        busy,
        counts(
            members.stream()
                .collect(
                    Collectors.groupingBy(
                        NodeList.Entry::state, Collectors.summingInt(node -> 1)))),
        waiting.stream().flatMap(model -> model.oldestWaitSeconds().stream()).max(Double::compare),
        speeds.now(pool),
        Backlog.nodeSeconds(waiting, speeds.byBaseModel(pool)));
  }

  static NodeCounts counts(Map<NodeState, Integer> nodes) {
    return new NodeCounts(
        nodes.getOrDefault(NodeState.IDLE, 0),
        nodes.getOrDefault(NodeState.BUSY, 0),
        nodes.getOrDefault(NodeState.DRAINING, 0),
        nodes.getOrDefault(NodeState.QUARANTINED, 0),
        nodes.getOrDefault(NodeState.OFFLINE, 0));
  }
}
