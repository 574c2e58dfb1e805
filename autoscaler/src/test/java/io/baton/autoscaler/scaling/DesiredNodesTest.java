package io.baton.autoscaler.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DesiredNodesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ScalingPolicy POLICY = new ScalingPolicy(0, 4, 1, Duration.ofSeconds(60));

  @Test
  void nodes_are_started_for_the_jobs_that_wait_and_that_run() {
    ScalingDecision decision = DesiredNodes.decide(POLICY, demand(2, 1), List.of(busy("n1")), NOW);

    assertThat(decision.desired()).isEqualTo(3);
    assertThat(decision.start()).isEqualTo(2);
    assertThat(decision.stop()).isEmpty();
  }

  @Test
  void never_more_nodes_than_the_limit() {
    assertThat(DesiredNodes.decide(POLICY, demand(100, 0), List.of(), NOW).start()).isEqualTo(4);
  }

  @Test
  void the_minimum_runs_without_any_work() {
    ScalingPolicy policy = new ScalingPolicy(2, 4, 1, Duration.ZERO);

    assertThat(DesiredNodes.decide(policy, demand(0, 0), List.of(), NOW).start()).isEqualTo(2);
  }

  @Test
  void a_node_is_meant_to_work_off_several_jobs() {
    ScalingPolicy policy = new ScalingPolicy(0, 10, 4, Duration.ZERO);

    assertThat(DesiredNodes.decide(policy, demand(9, 0), List.of(), NOW).start()).isEqualTo(3);
  }

  @Test
  void a_node_that_is_not_needed_stays_for_a_while() {
    PoolNode fresh = idle("n1", 59);
    PoolNode stale = idle("n2", 60);

    ScalingDecision decision =
        DesiredNodes.decide(POLICY, demand(0, 0), List.of(fresh, stale), NOW);

    assertThat(decision.stop()).containsExactly(stale.id());
  }

  @Test
  void the_node_that_was_not_needed_for_the_longest_time_goes_first() {
    PoolNode longest = idle("n2", 500);
    ScalingDecision decision =
        DesiredNodes.decide(
            POLICY, demand(0, 1), List.of(idle("n1", 300), longest, busy("n3")), NOW);

    assertThat(decision.stop()).startsWith(longest.id()).doesNotContain(new NodeId("n3"));
  }

  @Test
  void a_busy_node_is_stopped_only_above_the_limit_and_after_the_idle_ones() {
    ScalingPolicy one = new ScalingPolicy(0, 1, 1, Duration.ofSeconds(60));

    ScalingDecision decision =
        DesiredNodes.decide(one, demand(0, 2), List.of(busy("n1"), busy("n2"), idle("n3", 0)), NOW);

    assertThat(decision.stop()).hasSize(2).first().isEqualTo(new NodeId("n3"));
  }

  @Test
  void a_policy_that_contradicts_itself_is_refused_by_name() {
    assertThatThrownBy(() -> new ScalingPolicy(3, 2, 1, Duration.ZERO))
        .hasMessageStartingWith("max-nodes");
    assertThatThrownBy(() -> new ScalingPolicy(-1, 2, 1, Duration.ZERO))
        .hasMessageStartingWith("min-nodes");
    assertThatThrownBy(() -> new ScalingPolicy(0, 2, 0, Duration.ZERO))
        .hasMessageStartingWith("jobs-per-node");
  }

  private static PoolDemand demand(int claimable, int running) {
    return PoolDemand.of(new PoolName("local"), claimable, running, List.of());
  }

  private static PoolNode busy(String id) {
    return new PoolNode(new NodeId(id), true, NOW);
  }

  private static PoolNode idle(String id, int seconds) {
    return new PoolNode(new NodeId(id), false, NOW.minusSeconds(seconds));
  }
}
