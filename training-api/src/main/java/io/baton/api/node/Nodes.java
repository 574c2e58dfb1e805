package io.baton.api.node;

import io.baton.api.job.JobEntity;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.AttemptCounts;
import io.baton.protocol.node.Drain;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeEvent;
import io.baton.protocol.node.NodeEventPage;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.NodePage;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.node.Quarantine;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.work.AtRisk;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is known of nodes. */
@ApplicationScoped
@Transactional
public class Nodes {
  private static final int MAX_EVENTS = 1000;
  private static final AttemptCounts NONE = new AttemptCounts(0, 0, 0, 0, 0);

  private final NodeList list;
  private final NodeHistory history;
  private final NodeSpeeds speeds;
  private final DatabaseClock clock;

  Nodes(NodeList list, NodeHistory history, NodeSpeeds speeds, DatabaseClock clock) {
    this.list = list;
    this.history = history;
    this.speeds = speeds;
    this.clock = clock;
  }

  /** By id, after the cursor. */
  public NodePage page(
      Optional<PoolName> pool, Optional<NodeState> state, Optional<NodeCursor> after, int limit) {
    List<NodeList.Entry> found = list.page(pool, state, after, limit + 1);
    boolean more = found.size() > limit;
    List<NodeList.Entry> shown = more ? found.subList(0, limit) : found;
    Optional<String> next =
        more ? Optional.of(new NodeCursor(shown.get(limit - 1).id()).text()) : Optional.empty();
    return new NodePage(views(shown), next);
  }

  public Node node(NodeId id) {
    return list.one(id.value()).map(entry -> views(List.of(entry)).get(0)).orElseThrow(unknown(id));
  }

  /** Events of a node after a sequence, oldest first. */
  public NodeEventPage events(NodeId id, long after) {
    if (NodeEntity.findById(id.value()) == null) {
      throw unknown(id).get();
    }
    List<NodeEvent> events =
        NodeEventEntity.after(id.value(), after, MAX_EVENTS).stream()
            .map(NodeEventEntity::toRecord)
            .toList();
    return new NodeEventPage(events);
  }

  static java.util.function.Supplier<ProblemException> unknown(NodeId id) {
    return () ->
        new ProblemException(ErrorCode.NOT_FOUND, "No node " + id + " has asked for work yet.");
  }

  private List<Node> views(List<NodeList.Entry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<String> ids = entries.stream().map(NodeList.Entry::id).toList();
    Map<String, NodeEntity> rows =
        NodeEntity.<NodeEntity>list("id in ?1", ids).stream()
            .collect(Collectors.toMap(node -> node.id, Function.identity()));
    Map<String, AttemptCounts> counts = history.counts(ids);
    Map<String, List<NodeHealth.EndedAttempt>> recent = history.recent(ids);
    Map<String, List<RelativeSpeed.ClassSpeed>> measured = speeds.of(ids);
    Map<String, AtRisk> atRisk = atRisk(entries);
    Instant now = clock.now();
    return entries.stream()
        .map(
            entry -> {
              String id = entry.id();
              Optional<Double> speed = RelativeSpeed.of(measured.getOrDefault(id, List.of()));
              double health = NodeHealth.score(recent.getOrDefault(id, List.of()), speed);
              return view(
                  rows.get(id),
                  entry,
                  Optional.ofNullable(atRisk.get(id)),
                  counts.getOrDefault(id, NONE),
                  speed,
                  health,
                  now);
            })
        .toList();
  }

  /** By node. */
  private static Map<String, AtRisk> atRisk(List<NodeList.Entry> entries) {
    List<String> held = entries.stream().flatMap(entry -> entry.jobId().stream()).toList();
    Map<String, AtRisk> atRisk = new HashMap<>();
    for (JobEntity job : JobEntity.<JobEntity>list("id in ?1", held)) {
      job.atRisk().ifPresent(work -> atRisk.put(job.nodeId, work));
    }
    return atRisk;
  }

  private static Node view(
      NodeEntity node,
      NodeList.Entry entry,
      Optional<AtRisk> atRisk,
      AttemptCounts attempts,
      Optional<Double> relativeSpeed,
      double health,
      Instant now) {
    boolean online =
        switch (entry.state()) {
          case IDLE, BUSY, DRAINING, QUARANTINED -> true;
          case OFFLINE, FORGOTTEN -> false;
        };
    return new Node(
        new NodeId(node.id),
        new PoolName(node.pool),
        node.host,
        node.processId,
        Optional.ofNullable(node.gpu),
        Optional.ofNullable(node.gpuMemory),
        node.labels,
        entry.state(),
        online,
        // The presence task may not have seen the change yet.
        online == node.online ? node.onlineSince : node.lastSeenAt,
        node.firstSeenAt,
        node.lastSeenAt,
        entry.jobId().map(JobId::new),
        atRisk,
        node.quarantinedAt(now)
            ? Optional.of(
                new Quarantine(node.quarantineReason, node.quarantinedAt, node.quarantinedUntil))
            : Optional.empty(),
        node.drainingSince == null
            ? Optional.empty()
            : Optional.of(new Drain(node.drainReason, node.drainingSince, node.drainBy())),
        attempts,
        relativeSpeed,
        health);
  }
}
