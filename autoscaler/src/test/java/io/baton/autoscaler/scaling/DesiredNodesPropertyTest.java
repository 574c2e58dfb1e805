package io.baton.autoscaler.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DesiredNodesPropertyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** Ages in seconds: those below 100 are idle for that long, the others busy. */
  @Property
  void no_busy_node_goes_while_an_idle_one_stays_and_limits_hold(
      @ForAll @IntRange(max = 5) int min,
      @ForAll @IntRange(min = 1, max = 5) int more,
      @ForAll @IntRange(min = 1, max = 3) int jobsPerNode,
      @ForAll @IntRange(max = 40) int claimable,
      @ForAll @IntRange(max = 40) int running,
      @ForAll @Size(max = 15) List<@IntRange(max = 150) Integer> ages) {
    ScalingPolicy policy = new ScalingPolicy(min, min + more, jobsPerNode, Duration.ofSeconds(50));
    List<PoolNode> nodes = nodes(ages);

    ScalingDecision decision =
        DesiredNodes.decide(
            policy,
            PoolDemand.of(new PoolName("local"), claimable, running, List.of()),
            nodes,
            NOW);

    int after = nodes.size() + decision.start() - decision.stop().size();
    assertThat(after).isBetween(min, Math.max(policy.maxNodes(), min));
    assertThat(decision.stop()).doesNotHaveDuplicates();
    boolean busyStops = nodes.stream().anyMatch(n -> n.busy() && stops(decision, n));
    boolean idleStays = nodes.stream().anyMatch(n -> !n.busy() && !stops(decision, n));
    assertThat(busyStops && idleStays).isFalse();
    assertThat(busyStops && nodes.size() <= policy.maxNodes()).isFalse();
  }

  private static boolean stops(ScalingDecision decision, PoolNode node) {
    return decision.stop().contains(node.id());
  }

  private static List<PoolNode> nodes(List<Integer> ages) {
    List<PoolNode> nodes = new ArrayList<>();
    for (int age : ages) {
      NodeId id = new NodeId("n" + nodes.size());
      nodes.add(
          age < 100 ? new PoolNode(id, false, NOW.minusSeconds(age)) : new PoolNode(id, true, NOW));
    }
    return nodes;
  }
}
