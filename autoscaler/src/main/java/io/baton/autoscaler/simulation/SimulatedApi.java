package io.baton.autoscaler.simulation;

import io.baton.autoscaler.pool.PoolApi;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalerLease;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.StoredScalingDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model of the training API: its line, bans, leases, drains and quarantines, and what an
 * autoscaler asks of it.
 */
final class SimulatedApi implements PoolApi {
  static final PoolName POOL = new PoolName("simulated");
  private static final String HOLDER = "simulation";

  private final World world;
  private final ScaleInAudit audit;
  private final Results results;
  private final ApiFigures figures;
  private final Quarantine quarantine;
  private final DecisionLog decisions;
  private final SnapshotView view;

  private final JobLine line = new JobLine();
  private final Map<NodeId, NodeRecord> nodes = new HashMap<>();

  /** Those that a snapshot shows, by id. */
  private final TreeMap<String, NodeRecord> listed = new TreeMap<>();

  private final Set<NodeRecord> waiting = new LinkedHashSet<>();
  private int running;

  SimulatedApi(World world, ScaleInAudit audit, Results results) {
    this.world = world;
    this.audit = audit;
    this.results = results;
    this.figures = world.scenario().api();
    this.quarantine = new Quarantine(figures, world.scenario().policy().reallocation());
    this.decisions = new DecisionLog(POOL);
    this.view = new SnapshotView(world.scenario());
  }

  // What users and nodes do.

  void submit(SimulatedJob job) {
    offer(job);
  }

  /** The longest waiting node that may have it gets it; else it goes into the line. */
  private void offer(SimulatedJob job) {
    for (Iterator<NodeRecord> candidates = waiting.iterator(); candidates.hasNext(); ) {
      NodeRecord node = candidates.next();
      if (!job.bannedFrom(node.machine())) {
        candidates.remove();
        grant(node, job);
        return;
      }
    }
    line.add(job);
  }

  private void grant(NodeRecord node, SimulatedJob job) {
    running++;
    results.claimed(job, world.now());
    job.claimed(world.now());
    node.holds(job);
    node.agent().orElseThrow().take(job);
  }

  /** An agent asks for work for the first time. */
  void comes(Agent agent) {
    NodeRecord node =
        nodes.computeIfAbsent(
            agent.machine().node(), id -> new NodeRecord(agent.machine(), world.now()));
    node.comes(agent, world.now());
    listed.put(node.id().value(), node);
    claim(node);
  }

  void waits(Agent agent) {
    claim(record(agent));
  }

  private void claim(NodeRecord node) {
    if (!node.mayWork(world.now())) {
      return;
    }
    Optional<SimulatedJob> job = line.take(node.machine());
    if (job.isPresent()) {
      grant(node, job.get());
    } else {
      waiting.add(node);
    }
  }

  void stopsAsking(Agent agent) {
    known(agent).ifPresent(waiting::remove);
  }

  void completed(Agent agent, SimulatedJob job) {
    idle(record(agent));
    results.completed(job, world.now());
  }

  void released(Agent agent, SimulatedJob job) {
    idle(record(agent));
    interrupted(job);
  }

  void failed(Agent agent, SimulatedJob job) {
    NodeRecord node = record(agent);
    idle(node);
    if (job.failed(agent.machine(), figures.budgets())) {
      results.failed(job, world.now());
    } else {
      backInLine(job);
    }
    judge(node);
  }

  private void judge(NodeRecord node) {
    if (quarantine.isDue(node, listed.values(), world.now())) {
      takeOut(node, quarantine.until(world.now()));
    }
  }

  private void takeOut(NodeRecord node, long until) {
    node.quarantine(until);
    waiting.remove(node);
    tellToDrain(node);
    world.events().at(node.quarantinedUntil(), () -> letBackIn(node));
  }

  private void letBackIn(NodeRecord node) {
    if (node.quarantinedUntil() == world.now()) {
      node.release();
      claim(node);
    }
  }

  private void idle(NodeRecord node) {
    node.idle(world.now());
    node.measured();
    running--;
  }

  /** The node is silent from now on; the job is in nobody's hands until the lease lapses. */
  void lost(Agent agent, Attempt attempt) {
    NodeRecord node = record(agent);
    long beat = lastBeat(attempt.claimedAt());
    world
        .events()
        .at(
            beat + figures.lease().toMillis(),
            () -> {
              if (node.held().filter(attempt.job()::equals).isPresent()) {
                node.holds(null);
              }
              running--;
              interrupted(attempt.job());
            });
    node.gone(beat);
  }

  private void interrupted(SimulatedJob job) {
    if (job.interrupted(figures.budgets())) {
      results.failed(job, world.now());
    } else {
      backInLine(job);
    }
  }

  private void backInLine(SimulatedJob job) {
    job.lost(world.now());
    offer(job);
  }

  void gone(Agent agent) {
    known(agent)
        .filter(node -> node.agent().filter(agent::equals).isPresent())
        .ifPresent(
            node -> {
              waiting.remove(node);
              node.gone(lastBeat(agent.since()));
            });
  }

  private long lastBeat(long since) {
    long every = figures.heartbeatMillis();
    return world.now() - (world.now() - since) % every;
  }

  private NodeRecord record(Agent agent) {
    return known(agent).orElseThrow();
  }

  private Optional<NodeRecord> known(Agent agent) {
    return Optional.ofNullable(nodes.get(agent.machine().node()));
  }

  int queued() {
    return line.size();
  }

  /** Since when those wait that no node ever had. */
  List<Long> neverClaimed() {
    return line.neverClaimed();
  }

  /** Jobs that a node holds, as far as the API knows. */
  int running() {
    return running;
  }

  /** Those that were heard of lately. */
  Collection<NodeRecord> nodes() {
    return listed.values();
  }

  // What an autoscaler asks.

  @Override
  public String holder() {
    return HOLDER;
  }

  @Override
  public ScalerLease beat(Optional<ProviderReport> report) {
    return new ScalerLease(HOLDER, VirtualClock.at(world.now() + 60_000));
  }

  @Override
  public PoolSnapshot snapshot() {
    return view.take(listed.values(), line, running, world.now());
  }

  @Override
  public void drain(List<NodeId> drained, String reason) {
    List<NodeRecord> found = found(drained);
    found.forEach(node -> node.drain(world.now()));
    found.forEach(waiting::remove);
    audit.leaving(agents(found), listed.values());
    found.forEach(this::tellToDrain);
  }

  private static List<Agent> agents(List<NodeRecord> found) {
    return found.stream().flatMap(node -> node.agent().stream()).toList();
  }

  /** With the answer to its next heartbeat. */
  private void tellToDrain(NodeRecord node) {
    Optional<Attempt> attempt = node.agent().flatMap(Agent::attempt);
    if (attempt.isEmpty()) {
      return;
    }
    long beat = lastBeat(attempt.get().claimedAt()) + figures.heartbeatMillis();
    world
        .events()
        .at(
            beat,
            () -> {
              boolean told = node.drainingSince() >= 0 || node.quarantined(world.now());
              node.agent()
                  .filter(agent -> told && agent.attempt().equals(attempt))
                  .ifPresent(Agent::drain);
            });
  }

  @Override
  public void undrain(List<NodeId> kept) {
    for (NodeRecord node : found(kept)) {
      node.undrain();
      claim(node);
    }
  }

  private List<NodeRecord> found(List<NodeId> ids) {
    List<NodeRecord> found = new ArrayList<>();
    for (NodeId id : ids) {
      NodeRecord node = nodes.get(id);
      if (node != null) {
        found.add(node);
      }
    }
    return found;
  }

  @Override
  public void quarantine(NodeId id, QuarantineRequest request) {
    found(List.of(id)).forEach(node -> takeOut(node, world.now() + request.seconds() * 1000L));
  }

  @Override
  public void release(NodeId id) {
    for (NodeRecord node : found(List.of(id))) {
      node.release();
      claim(node);
    }
  }

  @Override
  public void record(ScalingDecision decision) {
    decisions.add(decision, world.now());
  }

  @Override
  public List<StoredScalingDecision> decisions(int most) {
    return decisions.newest(most);
  }

  @Override
  public List<StoredScalingDecision> reallocations(Instant since) {
    return decisions.reallocations(since);
  }
}
