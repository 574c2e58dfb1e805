package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.scaling.DesiredNodes;
import io.baton.autoscaler.scaling.PoolNode;
import io.baton.autoscaler.scaling.ScalingDecision;
import io.baton.autoscaler.scaling.ScalingPolicy;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolDemand;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Brings a pool to what its demand asks for, one tick at a time. */
public final class Reconciler {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  private final Supplier<ScalingPolicy> policy;
  private final Supplier<PoolDemand> demand;
  private final PoolProvider provider;
  private final Clock clock;

  private final Map<NodeId, Instant> notNeededSince = new HashMap<>();
  private PoolSnapshot snapshot = PoolSnapshot.EMPTY;
  private Optional<String> problem = Optional.of("the API was not asked yet");
  private boolean stopped;

  /**
   * A reconciler for one pool.
   *
   * @param policy asks the API; throws {@link ApiException}
   * @param demand asks the API; throws {@link ApiException}
   */
  public Reconciler(
      Supplier<ScalingPolicy> policy,
      Supplier<PoolDemand> demand,
      PoolProvider provider,
      Clock clock) {
    this.policy = policy;
    this.demand = demand;
    this.provider = provider;
    this.clock = clock;
  }

  /**
   * Compares and changes once. Without an answer of the API nothing is changed: nodes go on with
   * what they have.
   */
  public synchronized void tick() {
    if (stopped) {
      return;
    }
    try {
      List<Instance> instances = provider.look().instances();
      snapshot = snapshot.withInstances(instances);
      PoolDemand now = demand.get();
      change(policy.get(), now, instances);
      solved();
    } catch (ApiException | ProviderException e) {
      report(e.getMessage());
    }
  }

  private void change(ScalingPolicy rules, PoolDemand now, List<Instance> instances) {
    Instant instant = clock.instant();
    Set<NodeId> busy = Set.copyOf(now.busyNodes());
    noteUse(instances, busy, instant);
    List<PoolNode> takeWork =
        instances.stream()
            .filter(instance -> !instance.stopping())
            .flatMap(instance -> instance.node().stream())
            .map(node -> new PoolNode(node, busy.contains(node), notNeededSince.get(node)))
            .toList();
    ScalingDecision decision = DesiredNodes.decide(rules, now, takeWork, instant);
    if (!decision.changesNothing()) {
      LOG.debug(decision.reason());
      provider.grow(decision.start());
      provider.remove(
          instances.stream()
              .filter(instance -> instance.node().filter(decision.stop()::contains).isPresent())
              .map(Instance::id)
              .toList());
    }
    snapshot = new PoolSnapshot(provider.look().instances(), busy, Optional.of(decision.desired()));
  }

  private void noteUse(List<Instance> instances, Set<NodeId> busy, Instant now) {
    List<NodeId> nodes = instances.stream().flatMap(i -> i.node().stream()).toList();
    notNeededSince.keySet().retainAll(nodes);
    for (NodeId node : nodes) {
      if (busy.contains(node)) {
        notNeededSince.put(node, now);
      } else {
        notNeededSince.putIfAbsent(node, now);
      }
    }
  }

  /** The same problem is told once, not at every tick. */
  private void report(String sentence) {
    if (!problem.equals(Optional.of(sentence))) {
      LOG.warn(sentence);
    }
    problem = Optional.of(sentence);
  }

  private void solved() {
    if (problem.isPresent()) {
      LOG.infof("pool %s follows its demand", provider.name());
    }
    problem = Optional.empty();
  }

  /** As the last tick left it. */
  public synchronized PoolSnapshot snapshot() {
    return snapshot;
  }

  /** Why the last tick could not do its work: one sentence. */
  public synchronized Optional<String> problem() {
    return problem;
  }

  /** Lets go of the provider and does nothing from then on. */
  public synchronized void stop() {
    stopped = true;
    provider.close();
    snapshot = PoolSnapshot.EMPTY;
  }
}
