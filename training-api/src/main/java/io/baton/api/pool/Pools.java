package io.baton.api.pool;

import io.baton.api.node.NodeList;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.pool.Pool;
import io.baton.protocol.pool.PoolName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which pools there are. */
@ApplicationScoped
public class Pools {
  private final NodeList nodes;

  Pools(NodeList nodes) {
    this.nodes = nodes;
  }

  /** Those that have nodes or a policy, by name. */
  @Transactional
  public List<Pool> all() {
    Map<PoolName, Map<NodeState, Integer>> counts = nodes.counts();
    Set<String> withPolicy = new HashSet<>();
    PoolPolicyEntity.<PoolPolicyEntity>listAll().forEach(policy -> withPolicy.add(policy.pool));
    Set<String> names = new TreeSet<>(withPolicy);
    counts.keySet().forEach(pool -> names.add(pool.value()));
    return names.stream()
        .map(PoolName::new)
        .map(
            name ->
                new Pool(
                    name,
                    Demand.counts(counts.getOrDefault(name, Map.of())),
                    withPolicy.contains(name.value())))
        .toList();
  }
}
