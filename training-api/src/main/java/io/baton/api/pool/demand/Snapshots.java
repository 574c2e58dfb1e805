package io.baton.api.pool.demand;

import io.baton.api.pool.NodeFailures;
import io.baton.api.pool.policy.Policies;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.NodeKind;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.work.NodeCapabilities;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What pools have to do and to do it with, each at one moment: what is read in several statements
 * is read of one state of the database, at one time on its clock.
 */
@ApplicationScoped
public class Snapshots {
  private static final String ONE_STATE = "set transaction isolation level repeatable read";
  private static final Duration SPEEDS_OF = Duration.ofHours(1);

  private final EntityManager entities;
  private final DatabaseClock clock;
  private final Policies policies;
  private final Members members;
  private final ClaimableJobs claimable;
  private final UsefulNodes useful;
  private final NodeFailures failures;
  private final PoolSpeeds speeds;

  Snapshots(
      EntityManager entities,
      DatabaseClock clock,
      Policies policies,
      Members members,
      ClaimableJobs claimable,
      UsefulNodes useful,
      NodeFailures failures,
      PoolSpeeds speeds) {
    this.entities = entities;
    this.clock = clock;
    this.policies = policies;
    this.members = members;
    this.claimable = claimable;
    this.useful = useful;
    this.failures = failures;
    this.speeds = speeds;
  }

  /** All that an autoscaler decides by. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public PoolSnapshot of(PoolName pool) {
    Instant now = begin();
    StoredPoolPolicy policy = policies.of(pool);
    List<Member> nodes = members.of(pool, now);
    List<WaitingJobs> waiting = waiting(pool, policy.policy(), now);
    Set<String> withoutUse = useful.without(nodes, waiting, now);
    Map<NodeId, Integer> failed = failures.ofPool(pool, policy.policy().reallocation());
    Map<String, Double> relative = speeds.relative(pool, now.minus(SPEEDS_OF));
    List<PoolNode> listed =
        nodes.stream()
            .map(
                node ->
                    view(
                        node,
                        !withoutUse.contains(node.id()),
                        failed.getOrDefault(new NodeId(node.id()), 0),
                        fits(policy.policy().nodes(), node.capabilities()),
                        Optional.ofNullable(relative.get(node.id()))))
            .toList();
    return new PoolSnapshot(
        now, policy, demand(pool, policy.policy(), nodes, waiting, now), listed);
  }

  /** What there is to do. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public PoolDemand demand(PoolName pool) {
    Instant now = begin();
    PoolPolicy policy = policies.of(pool).policy();
    return demand(pool, policy, members.of(pool, now), waiting(pool, policy, now), now);
  }

  private Instant begin() {
    entities.createNativeQuery(ONE_STATE).executeUpdate();
    return clock.now();
  }

  private List<WaitingJobs> waiting(PoolName pool, PoolPolicy policy, Instant now) {
    return claimable.of(
        PoolKinds.of(policy.nodes(), members.kinds(pool)), ClaimableJobs.most(policy), now);
  }

  private PoolDemand demand(
      PoolName pool,
      PoolPolicy policy,
      List<Member> nodes,
      List<WaitingJobs> waiting,
      Instant now) {
    int most = ClaimableJobs.most(policy);
    long jobs = waiting.stream().mapToLong(WaitingJobs::jobs).sum();
    long lost = waiting.stream().mapToLong(WaitingJobs::lost).sum();
    List<Member> busy = nodes.stream().filter(node -> node.job().isPresent()).toList();
    List<Double> running =
        busy.stream().flatMap(node -> node.job().get().stepsPerSecond().stream()).toList();
    Map<NodeState, Integer> states = new EnumMap<>(NodeState.class);
    nodes.forEach(node -> states.merge(node.state(), 1, Integer::sum));
    states.put(NodeState.OFFLINE, members.offline(pool, now));
    return new PoolDemand(
        pool,
        (int) Math.min(jobs, most),
        jobs > most,
        (int) Math.min(lost, most),
        busy.size(),
        busy.stream().map(node -> new NodeId(node.id())).toList(),
        counts(states),
        waiting.stream().map(WaitingJobs::oldestWaitSeconds).max(Double::compare),
        running.isEmpty()
            ? Optional.empty()
            : Optional.of(running.stream().mapToDouble(Double::doubleValue).sum()),
        Backlog.nodeSeconds(waiting, speeds.byBaseModel(pool)));
  }

  private static boolean fits(Optional<NodeKind> promised, NodeCapabilities node) {
    return promised.map(kind -> kind.metBy(node)).orElse(true);
  }

  private static PoolNode view(
      Member node, boolean useful, int failures, boolean fits, Optional<Double> relativeSpeed) {
    return new PoolNode(
        new NodeId(node.id()),
        node.online(),
        node.lastSeenAt(),
        node.firstSeenAt(),
        node.job().map(job -> new JobId(job.id())),
        node.job().isPresent() ? Optional.empty() : Optional.of(node.idleSince()),
        node.job().map(Member.Held::atRiskSeconds).orElse(0.0),
        node.drain().map(Member.Drain::by),
        node.drain().map(Member.Drain::since),
        node.quarantinedUntil(),
        useful,
        failures,
        node.capabilities().gpu(),
        fits,
        relativeSpeed);
  }

  /** Nodes by state; forgotten ones are not told. */
  public static NodeCounts counts(Map<NodeState, Integer> nodes) {
    return new NodeCounts(
        nodes.getOrDefault(NodeState.IDLE, 0),
        nodes.getOrDefault(NodeState.BUSY, 0),
        nodes.getOrDefault(NodeState.DRAINING, 0),
        nodes.getOrDefault(NodeState.QUARANTINED, 0),
        nodes.getOrDefault(NodeState.OFFLINE, 0));
  }
}
