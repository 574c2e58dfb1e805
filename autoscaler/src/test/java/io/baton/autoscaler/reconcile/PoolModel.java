package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.local.SettableClock;
import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.PoolApi;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.autoscaler.pool.ProviderView;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A pool in memory: a provider that gives as many instances as it has in stock, and an API whose
 * nodes take jobs. Time and everything else moves only when the test says so.
 */
final class PoolModel implements PoolApi, PoolProvider {
  static final PoolName POOL = new PoolName("gpu");

  final SettableClock clock;
  final List<ScalingDecision> recorded = new ArrayList<>();
  final List<StoredScalingDecision> stored = new ArrayList<>();

  /** What must never happen, in words. */
  final List<String> violations = new ArrayList<>();

  final Map<NodeId, Node> nodes = new LinkedHashMap<>();
  PoolPolicy policy = PoolPolicy.DEFAULT;
  boolean policySet = true;
  int waiting;
  int stock = 10_000;
  int requested;
  String leader = "me";
  Optional<RuntimeException> apiFailure = Optional.empty();
  Optional<ProviderException> providerFailure = Optional.empty();
  Runnable beforeDrain = () -> {};
  boolean refuseRemovals;
  Duration slowBeat = Duration.ZERO;
  int looks;
  int grown;
  private int number;

  /** A node and its instance. */
  static final class Node {
    final NodeId id;
    final Instant since;
    boolean pending = true;
    boolean online;
    boolean useful = true;
    Instant firstSeen;
    Instant lastSeen;
    Instant idleSince;
    Optional<JobId> job = Optional.empty();
    double atRisk;
    Optional<DrainedBy> draining = Optional.empty();
    Optional<Instant> drainingSince = Optional.empty();
    Optional<Instant> quarantinedUntil = Optional.empty();

    Node(NodeId id, Instant since) {
      this.id = id;
      this.since = since;
    }

    boolean takesWork(Instant now) {
      return online
          && job.isEmpty()
          && draining.isEmpty()
          && useful
          && quarantinedUntil.filter(now::isBefore).isEmpty();
    }
  }

  PoolModel(SettableClock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** What was asked for comes, as far as there is stock, and asks for work. */
  void provision() {
    while (nodes.size() < requested) {
      Node node = new Node(new NodeId("n" + ++number), now());
      nodes.put(node.id, node);
    }
    long running = nodes.values().stream().filter(node -> !node.pending).count();
    for (Node node : nodes.values()) {
      if (node.pending && running < stock) {
        running++;
        node.pending = false;
        node.online = true;
        node.firstSeen = now();
        node.idleSince = now();
      }
      if (node.online) {
        node.lastSeen = now();
      }
    }
  }

  /** Idle nodes take what waits. */
  void claim() {
    for (Node node : nodes.values()) {
      if (waiting > 0 && node.takesWork(now())) {
        waiting--;
        node.job = Optional.of(new JobId(UUID.randomUUID().toString()));
      }
    }
  }

  /** The job of this node ends. */
  void finish(Node node) {
    if (node.job.isPresent()) {
      node.job = Optional.empty();
      node.idleSince = now();
    }
  }

  /** The node gives its job back. */
  void release(Node node) {
    if (node.job.isPresent()) {
      waiting++;
      finish(node);
    }
  }

  Node node(int place) {
    return new ArrayList<>(nodes.values()).get(place);
  }

  List<Node> busy() {
    return nodes.values().stream().filter(node -> node.job.isPresent()).toList();
  }

  List<String> draining() {
    return nodes.values().stream()
        .filter(node -> node.draining.isPresent())
        .map(node -> node.id.value())
        .toList();
  }

  List<String> ids() {
    return nodes.keySet().stream().map(NodeId::value).toList();
  }

  ScalingDecision last() {
    return recorded.get(recorded.size() - 1);
  }

  // The API.

  @Override
  public String holder() {
    return "me";
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(30);
  }

  @Override
  public ScalerLease beat(Optional<ProviderReport> report) {
    apiFailure.ifPresent(PoolModel::raise);
    clock.advance(slowBeat);
    return new ScalerLease(leader, now().plus(lease()));
  }

  private static void raise(RuntimeException e) {
    throw e;
  }

  @Override
  public PoolSnapshot snapshot() {
    List<PoolNode> seen =
        nodes.values().stream()
            .filter(node -> node.firstSeen != null)
            .map(PoolModel::seen)
            .toList();
    return new PoolSnapshot(
        now(),
        new StoredPoolPolicy(POOL, policy, policySet ? 1 : 0, Optional.empty(), Optional.empty()),
        PoolDemand.of(POOL, waiting, busy().size(), busy().stream().map(node -> node.id).toList()),
        seen);
  }

  private static PoolNode seen(Node node) {
    return new PoolNode(
        node.id,
        node.online,
        node.lastSeen,
        node.firstSeen,
        node.job,
        node.job.isPresent() ? Optional.empty() : Optional.of(node.idleSince),
        node.atRisk,
        node.draining,
        node.drainingSince,
        node.quarantinedUntil,
        node.useful,
        0,
        Optional.empty(),
        true,
        Optional.empty());
  }

  @Override
  public void drain(List<NodeId> drained, String reason) {
    beforeDrain.run();
    for (NodeId id : drained) {
      Node node = nodes.get(id);
      if (node.draining.isEmpty()) {
        node.draining = Optional.of(DrainedBy.AUTOSCALER);
        node.drainingSince = Optional.of(now());
      }
    }
  }

  @Override
  public void undrain(List<NodeId> kept) {
    for (NodeId id : kept) {
      Node node = nodes.get(id);
      if (node.draining.equals(Optional.of(DrainedBy.AUTOSCALER))) {
        node.draining = Optional.empty();
        node.drainingSince = Optional.empty();
      }
    }
  }

  @Override
  public void quarantine(NodeId node, QuarantineRequest request) {
    throw new UnsupportedOperationException("a scale-down quarantines nobody");
  }

  @Override
  public void release(NodeId node) {
    throw new UnsupportedOperationException("a scale-down releases nobody");
  }

  @Override
  public void record(ScalingDecision decision) {
    recorded.add(decision);
    stored.add(0, new StoredScalingDecision(stored.size() + 1L, POOL, now(), now(), 1, decision));
  }

  @Override
  public List<StoredScalingDecision> decisions(int most) {
    return stored.stream().limit(most).toList();
  }

  @Override
  public List<StoredScalingDecision> reallocations(Instant since) {
    return List.of();
  }

  // The provider.

  @Override
  public String name() {
    return "model";
  }

  @Override
  public ProviderView look() {
    looks++;
    providerFailure.ifPresent(PoolModel::raise);
    return new ProviderView(requested, nodes.values().stream().map(PoolModel::instance).toList());
  }

  private static Instance instance(Node node) {
    return new Instance(
        new InstanceId("i-" + node.id),
        node.pending ? Optional.empty() : Optional.of(node.id),
        node.pending ? InstanceState.PENDING : InstanceState.RUNNING,
        node.since,
        Optional.empty(),
        OptionalLong.empty());
  }

  @Override
  public void grow(int more) {
    providerFailure.ifPresent(PoolModel::raise);
    grown += more;
    requested += more;
    if (requested > policy.maxReplicas()) {
      violations.add("asks for " + requested + " replicas");
    }
  }

  @Override
  public void withdraw(int replicas) {
    int without = Math.min(replicas, requested - nodes.size());
    requested -= without;
    List<Node> pending = nodes.values().stream().filter(node -> node.pending).toList();
    for (Node node : pending.subList(0, Math.min(pending.size(), replicas - without))) {
      nodes.remove(node.id);
      requested--;
    }
  }

  @Override
  public void remove(Collection<InstanceId> instances) {
    if (refuseRemovals) {
      throw new ProviderException(ProviderFault.REFUSED, "Not now.");
    }
    for (InstanceId id : instances) {
      Node node = nodes.get(new NodeId(id.value().substring(2)));
      if (node != null) {
        check(node, instances);
        release(node);
        nodes.remove(node.id);
        requested--;
      }
    }
  }

  private void check(Node node, Collection<InstanceId> gone) {
    if (node.job.isEmpty()) {
      return;
    }
    boolean idleOne =
        nodes.values().stream()
            .anyMatch(
                other ->
                    other.online
                        && other.job.isEmpty()
                        && !other.draining.equals(Optional.of(DrainedBy.OPERATOR))
                        && other.quarantinedUntil.filter(now()::isBefore).isEmpty()
                        && !gone.contains(new InstanceId("i-" + other.id)));
    if (idleOne) {
      violations.add(node.id + " is removed with its job while an idle node stands by");
    }
    Instant over = now().minusSeconds(policy.drainSeconds());
    if (node.drainingSince.filter(at -> !at.isAfter(over)).isEmpty()) {
      violations.add(node.id + " is removed with its job before its time is over");
    }
  }

  @Override
  public void replace(InstanceId instance) {
    throw new UnsupportedOperationException("a scale-down replaces nobody");
  }

  @Override
  public void close() {}

  /** The provider fails from now on. */
  void failProvider(String sentence) {
    providerFailure = Optional.of(new ProviderException(ProviderFault.OUTAGE, sentence));
  }
}
