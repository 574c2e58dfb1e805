package io.baton.autoscaler.pool;

import io.baton.autoscaler.local.SettableClock;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalerLease;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.pool.StoredScalingDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The training API of a pool whose agents take a job if one waits. */
public final class AgentsInPool implements PoolApi {
  private static final PoolName POOL = new PoolName("pool");

  public final List<ScalingDecision> recorded = new ArrayList<>();

  /** Jobs that no agent has taken yet. */
  public int waiting;

  private final Supplier<List<String>> running;
  private final PoolPolicy policy;
  private final SettableClock clock;
  private final Map<NodeId, Agent> agents = new HashMap<>();

  private static final class Agent {
    private final Instant firstSeen;
    private Instant lastSeen;
    private Instant idleSince;
    private Optional<JobId> job = Optional.empty();
    private Optional<Instant> draining = Optional.empty();

    private Agent(Instant now) {
      firstSeen = now;
      idleSince = now;
    }
  }

  /**
   * Nobody has asked for work yet.
   *
   * @param running ids of the nodes that run
   */
  public AgentsInPool(Supplier<List<String>> running, PoolPolicy policy, SettableClock clock) {
    this.running = running;
    this.policy = policy;
    this.clock = clock;
  }

  /** Those that run ask for work. */
  public void work() {
    for (String id : running.get()) {
      Agent agent = agents.computeIfAbsent(new NodeId(id), added -> new Agent(clock.instant()));
      agent.lastSeen = clock.instant();
      if (waiting > 0 && agent.job.isEmpty() && agent.draining.isEmpty()) {
        waiting--;
        agent.job = Optional.of(new JobId(UUID.randomUUID().toString()));
      }
    }
  }

  public List<NodeId> busy() {
    return agents.keySet().stream().filter(node -> agents.get(node).job.isPresent()).toList();
  }

  public void finish(NodeId node) {
    agents.get(node).job = Optional.empty();
    agents.get(node).idleSince = clock.instant();
  }

  @Override
  public String holder() {
    return "test";
  }

  @Override
  public ScalerLease beat(Optional<ProviderReport> report) {
    return new ScalerLease(holder(), clock.instant().plus(lease()));
  }

  @Override
  public PoolSnapshot snapshot() {
    return new PoolSnapshot(
        clock.instant(),
        new StoredPoolPolicy(
            POOL, policy, 1, Optional.of(clock.instant()), Optional.of("an operator")),
        PoolDemand.of(POOL, waiting, busy().size(), busy()),
        nodes());
  }

  private List<PoolNode> nodes() {
    List<String> online = running.get();
    return agents.entrySet().stream()
        .map(
            entry ->
                node(entry.getKey(), entry.getValue(), online.contains(entry.getKey().value())))
        .toList();
  }

  private static PoolNode node(NodeId id, Agent agent, boolean online) {
    return new PoolNode(
        id,
        online,
        agent.lastSeen,
        agent.firstSeen,
        agent.job,
        agent.job.isPresent() ? Optional.empty() : Optional.of(agent.idleSince),
        0,
        agent.draining.map(since -> DrainedBy.AUTOSCALER),
        agent.draining,
        Optional.empty(),
        true,
        0,
        Optional.empty(),
        true,
        Optional.empty());
  }

  @Override
  public void drain(List<NodeId> nodes, String reason) {
    nodes.forEach(node -> agents.get(node).draining = Optional.of(clock.instant()));
  }

  @Override
  public void undrain(List<NodeId> nodes) {
    nodes.forEach(node -> agents.get(node).draining = Optional.empty());
  }

  @Override
  public void quarantine(NodeId node, QuarantineRequest request) {
    throw new AssertionError("nobody is to be quarantined here");
  }

  @Override
  public void release(NodeId node) {
    throw new AssertionError("nobody is quarantined here");
  }

  @Override
  public void record(ScalingDecision decision) {
    recorded.add(decision);
  }

  @Override
  public List<StoredScalingDecision> decisions(int most) {
    return List.of();
  }

  @Override
  public List<StoredScalingDecision> reallocations(Instant since) {
    return List.of();
  }
}
