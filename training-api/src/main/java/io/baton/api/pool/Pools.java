package io.baton.api.pool;

import io.baton.api.node.NodeList;
import io.baton.api.pool.demand.Snapshots;
import io.baton.api.pool.policy.Policies;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.pool.Pool;
import io.baton.protocol.pool.PoolName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which pools there are. */
@ApplicationScoped
public class Pools {
  private static final Comparator<PoolName> BY_NAME = Comparator.comparing(PoolName::value);

  private final NodeList nodes;

  private final Policies policies;

  Pools(NodeList nodes, Policies policies) {
    this.nodes = nodes;
    this.policies = policies;
  }

  /** Those that have nodes or a policy, by name. */
  @Transactional
  public List<Pool> all() {
    Map<PoolName, Map<NodeState, Integer>> counts = nodes.counts();
    Set<PoolName> withPolicy = policies.set();
    Set<PoolName> names = new TreeSet<>(BY_NAME);
    names.addAll(withPolicy);
    names.addAll(counts.keySet());
    return names.stream()
        .map(
            name ->
                new Pool(
                    name,
                    Snapshots.counts(counts.getOrDefault(name, Map.of())),
                    withPolicy.contains(name)))
        .toList();
  }
}
