package io.baton.autoscaler.saladcloud;

import io.baton.autoscaler.local.SettableClock;
import io.baton.autoscaler.pool.PoolApi;
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

/**
 * The training API of a pool whose agents run in the containers of a group: each calls itself after
 * its machine, and takes a job if one waits.
 */
final class AgentsOnSalad implements PoolApi {
  private static final PoolName POOL = new PoolName("salad");

  final List<ScalingDecision> recorded = new ArrayList<>();
  int waiting;

  private final SaladCloudGroup group;
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

  AgentsOnSalad(SaladCloudGroup group, PoolPolicy policy, SettableClock clock) {
    this.group = group;
    this.policy = policy;
    this.clock = clock;
  }

  /** Those in containers that run ask for work. */
  void work() {
    for (String machine : group.machinesThatRun()) {
      Agent agent =
          agents.computeIfAbsent(new NodeId(machine), added -> new Agent(clock.instant()));
      agent.lastSeen = clock.instant();
      if (waiting > 0 && agent.job.isEmpty() && agent.draining.isEmpty()) {
        waiting--;
        agent.job = Optional.of(new JobId(UUID.randomUUID().toString()));
      }
    }
  }

  List<NodeId> busy() {
    return agents.keySet().stream().filter(node -> agents.get(node).job.isPresent()).toList();
  }

  void finish(NodeId node) {
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
        agents.entrySet().stream().map(entry -> node(entry.getKey(), entry.getValue())).toList());
  }

  private PoolNode node(NodeId id, Agent agent) {
    return new PoolNode(
        id,
        group.machinesThatRun().contains(id.value()),
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
