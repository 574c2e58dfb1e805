package io.baton.api.node;

import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is known of nodes. */
@ApplicationScoped
@Transactional
public class Nodes {
  private final DatabaseClock clock;
  private final BatonConfig.Nodes config;

  Nodes(DatabaseClock clock, BatonConfig config) {
    this.clock = clock;
    this.config = config.nodes();
  }

  public List<Node> seenLately() {
    Instant now = clock.now();
    List<NodeEntity> seen =
        NodeEntity.list("lastSeenAt > ?1 order by id", now.minus(config.seenWithin()));
    Map<String, JobEntity> held =
        JobEntity.<JobEntity>list("status = ?1 and leaseExpiresAt > ?2", JobStatus.RUNNING, now)
            .stream()
            .collect(
                Collectors.toMap(job -> job.nodeId, Function.identity(), (first, second) -> first));
    return seen.stream().map(node -> view(node, Optional.ofNullable(held.get(node.id)))).toList();
  }

  public Node node(NodeId id) {
    NodeEntity node =
        NodeEntity.<NodeEntity>findByIdOptional(id.value())
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.NOT_FOUND, "No node " + id + " has asked for work yet."));
    Optional<JobEntity> held =
        JobEntity.find(
                "nodeId = ?1 and status = ?2 and leaseExpiresAt > ?3",
                node.id,
                JobStatus.RUNNING,
                clock.now())
            .firstResultOptional();
    return view(node, held);
  }

  private static Node view(NodeEntity node, Optional<JobEntity> held) {
    return new Node(
        new NodeId(node.id),
        new PoolName(node.pool),
        node.host,
        node.processId,
        Optional.ofNullable(node.gpu),
        node.lastSeenAt,
        held.map(job -> new JobId(job.id)));
  }
}
