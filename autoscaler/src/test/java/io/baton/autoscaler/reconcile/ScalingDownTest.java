package io.baton.autoscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.pool.ScalingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which nodes go, when, and what keeps them. */
class ScalingDownTest extends ReconciledPool {
  @Test
  void idle_nodes_are_drained_first_and_removed_once_they_are_seen_empty() {
    settle(2);
    pool.busy().forEach(pool::finish);
    tick(59);
    assertThat(pool.nodes).hasSize(2);

    tick(1);
    assertThat(pool.nodes).isEmpty();
    assertThat(pool.requested).isZero();
    assertThat(pool.recorded)
        .extracting(ScalingDecision::text)
        .containsSubsequence(
            "No job waits or runs; not needed for 60 s: drains 2 nodes without a job.",
            "2 nodes that were to go are empty: they are removed.");
  }

  @Test
  void a_node_that_took_a_job_just_before_it_was_drained_stays() {
    settle(1);
    pool.busy().forEach(pool::finish);
    pool.beforeDrain =
        () -> {
          pool.waiting = 1;
          pool.claim();
        };
    tick(60);
    assertThat(pool.draining()).containsExactly("n1");
    assertThat(pool.busy()).hasSize(1);

    pool.beforeDrain = () -> {};
    tick(1);
    assertThat(pool.draining()).isEmpty();
    assertThat(pool.last().text())
        .isEqualTo("1 running job wants 1 node: keeps 1 node that was to go.");
  }

  @Test
  void demand_that_comes_back_keeps_nodes_that_were_to_go() {
    settle(2);
    pool.busy().forEach(pool::finish);
    pool.refuseRemovals = true;
    tick(60);
    assertThat(pool.draining()).hasSize(2);

    pool.waiting = 3;
    tick(1);

    assertThat(pool.draining()).isEmpty();
    assertThat(pool.requested).isEqualTo(3);
    assertThat(pool.last().text())
        .isEqualTo(
            "3 claimable jobs want 3 nodes: keeps 2 nodes that were to go and asks for 1 more.");
  }

  @Test
  void the_last_node_has_an_idle_time_of_its_own() {
    pool.policy = rules().idleSeconds(60, 600).build();
    settle(2);
    pool.busy().forEach(pool::finish);
    tick(60);
    assertThat(pool.nodes).hasSize(1);

    tick(539);
    assertThat(pool.nodes).hasSize(1);
    tick(1);
    assertThat(pool.nodes).isEmpty();
  }

  @Test
  void of_busy_nodes_above_the_limit_those_with_the_least_work_at_risk_go_once_they_are_empty() {
    settle(3);
    pool.node(0).atRisk = 500;
    pool.node(1).atRisk = 20;
    pool.node(2).atRisk = 100;
    pool.policy = rules().replicas(0, 1).build();
    tick(1);
    assertThat(pool.draining()).containsExactly("n2", "n3");

    tick(1);
    assertThat(pool.nodes).hasSize(3);
    pool.release(pool.node(1));
    tick(1);
    assertThat(pool.ids()).containsExactly("n1", "n3");

    tick(28);
    assertThat(pool.ids()).containsExactly("n1");
    assertThat(pool.recorded)
        .extracting(ScalingDecision::text)
        .contains(
            "3 running jobs want 3 nodes; maxReplicas allows 1:"
                + " drains 2 nodes with the least work at risk.",
            "1 node did not give back its job within drainSeconds: it is removed.");
  }

  @Test
  void a_node_that_becomes_idle_goes_in_place_of_a_busy_one_that_was_to_go() {
    settle(2);
    pool.node(0).atRisk = 500;
    pool.policy = rules().replicas(0, 1).build();
    tick(1);
    assertThat(pool.draining()).containsExactly("n2");

    pool.finish(pool.node(0));
    tick(1);

    assertThat(pool.ids()).containsExactly("n2");
    assertThat(pool.busy()).hasSize(1);
  }

  @Test
  void a_busy_node_stays_past_its_time_while_a_step_keeps_an_idle_one() {
    settle(4);
    pool.policy = rules().replicas(0, 2).steps(10, 1).build();
    tick(1);
    tick(1);
    List<PoolModel.Node> going =
        pool.nodes.values().stream().filter(node -> node.draining.isPresent()).toList();
    assertThat(going).hasSize(2);
    pool.busy().stream().filter(node -> node.draining.isEmpty()).forEach(pool::finish);
    pool.policy = rules().replicas(0, 1).steps(10, 1).build();

    tick(30);

    assertThat(pool.nodes).hasSize(3);
    assertThat(pool.busy()).containsExactlyElementsOf(going);
  }

  @Test
  void a_busy_node_stays_once_the_limit_rises_again() {
    settle(2);
    pool.policy = rules().replicas(0, 1).build();
    tick(1);
    assertThat(pool.draining()).hasSize(1);

    pool.policy = rules().build();
    tick(1);

    assertThat(pool.draining()).isEmpty();
    assertThat(pool.busy()).hasSize(2);
  }
}
