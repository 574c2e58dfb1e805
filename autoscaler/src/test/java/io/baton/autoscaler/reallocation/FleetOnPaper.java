package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ReallocationRules;
import io.baton.protocol.pool.StoredPoolPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Nodes of one pool whose every trait a test can set; healthy ones by default. */
final class FleetOnPaper {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  final List<PaperNode> nodes = new ArrayList<>();
  Instant now = START;
  PoolPolicy policy = PoolPolicy.DEFAULT;

  /** A node, and the instance that it runs in. */
  static final class PaperNode {
    NodeId id;
    InstanceId instance;
    InstanceState state = InstanceState.RUNNING;
    Instant since;
    Optional<String> machine = Optional.empty();
    boolean known = true;
    Duration silent = Duration.ZERO;
    int failures;
    Optional<Double> speed = Optional.of(1.0);
    Optional<String> gpu = Optional.of("RTX 4090");
    boolean fits = true;
    Optional<JobId> job = Optional.empty();
    Optional<DrainedBy> draining = Optional.empty();
    Optional<Instant> quarantinedUntil = Optional.empty();

    PoolNode asKnown(Instant now) {
      return new PoolNode(
          id,
          silent.compareTo(Duration.ofSeconds(90)) < 0,
          now.minus(silent),
          since,
          job,
          job.isPresent() ? Optional.empty() : Optional.of(since),
          0,
          draining,
          draining.map(by -> since),
          quarantinedUntil,
          true,
          failures,
          gpu,
          fits,
          speed);
    }

    Instance asRun() {
      return new Instance(instance, Optional.of(id), state, since, machine, OptionalLong.empty());
    }
  }

  static FleetOnPaper of(int nodes) {
    FleetOnPaper fleet = new FleetOnPaper();
    for (int i = 0; i < nodes; i++) {
      fleet.add("node-" + i);
    }
    return fleet;
  }

  PaperNode add(String id) {
    PaperNode node = new PaperNode();
    node.id = new NodeId(id);
    node.instance = new InstanceId(id + "-at-" + now);
    node.since = now.minus(Duration.ofHours(6));
    nodes.add(node);
    return node;
  }

  PaperNode get(int index) {
    return nodes.get(index);
  }

  FleetOnPaper with(ReallocationRules rules) {
    policy = policy.toBuilder().reallocation(rules).build();
    return this;
  }

  PoolSnapshot snapshot() {
    PoolName pool = new PoolName("gpu");
    List<PoolNode> known =
        nodes.stream().filter(node -> node.known).map(node -> node.asKnown(now)).toList();
    return new PoolSnapshot(
        now,
        new StoredPoolPolicy(pool, policy, 1, Optional.empty(), Optional.empty()),
        PoolDemand.of(pool, 0, 0, List.of()),
        known);
  }

  ProviderView view() {
    return new ProviderView(nodes.size(), nodes.stream().map(PaperNode::asRun).toList());
  }

  Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  /** What is decided at the first look of all, once silence is confirmed. */
  ReallocationDecision decide() {
    return decide(History.NONE);
  }

  ReallocationDecision decide(History history) {
    ReallocationDecision first =
        ReallocationDecision.of(Look.at(snapshot(), policy, view(), history, Map.of()));
    Instant looked = now;
    now = now.plus(SilentNodes.CONFIRMATION);
    ReallocationDecision second =
        ReallocationDecision.of(Look.at(snapshot(), policy, view(), history, first.foundSilent()));
    now = looked;
    return second;
  }

  static List<String> ids(List<Finding> findings) {
    return findings.stream().map(finding -> finding.member().id().value()).toList();
  }
}
