package io.baton.autoscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingReason;
import org.junit.jupiter.api.Test;

/** When nodes are asked for, how many, and what becomes of what the provider owes. */
class ScalingUpTest extends ReconciledPool {
  @Test
  void nodes_are_asked_for_as_jobs_wait_and_run() {
    pool.waiting = 3;
    tick(1);

    assertThat(pool.requested).isEqualTo(3);
    assertThat(pool.last().action()).isEqualTo(ScalingAction.SCALE_UP);
    assertThat(pool.last().reason()).isEqualTo(ScalingReason.DEMAND);
    assertThat(pool.last().text()).isEqualTo("3 claimable jobs want 3 nodes: asks for 3 more.");

    tick(1);
    tick(1);
    assertThat(pool.requested).isEqualTo(3);
    assertThat(pool.last().reason()).isEqualTo(ScalingReason.IN_BALANCE);
  }

  @Test
  void never_more_than_the_limit_and_the_sentence_names_it() {
    pool.waiting = 12;
    tick(1);

    assertThat(pool.requested).isEqualTo(10);
    assertThat(pool.last().reason()).isEqualTo(ScalingReason.MAX_REPLICAS);
    assertThat(pool.last().text())
        .isEqualTo("12 claimable jobs want 12 nodes; maxReplicas allows 10: asks for 10 more.");
  }

  @Test
  void one_decision_adds_and_takes_away_no_more_than_its_steps() {
    pool.policy = rules().steps(2, 1).build();
    pool.waiting = 3;
    tick(1);
    assertThat(pool.requested).isEqualTo(2);
    assertThat(pool.last().reason()).isEqualTo(ScalingReason.STEP_LIMIT);
    tick(1);
    assertThat(pool.requested).isEqualTo(3);

    tick(1);
    pool.busy().forEach(pool::finish);
    tick(60);
    assertThat(pool.nodes).hasSize(2);
    tick(1);
    assertThat(pool.nodes).hasSize(1);
  }

  @Test
  void cool_downs_hold_after_a_restart_too() {
    pool.policy = rules().cooldownSeconds(50, 200).build();
    pool.waiting = 1;
    tick(1);
    reconciler = new Reconciler(pool, pool, clock);

    pool.waiting = 3;
    tick(49);
    assertThat(pool.requested).isEqualTo(1);
    assertThat(pool.last().reason()).isEqualTo(ScalingReason.COOL_DOWN);
    tick(1);
    assertThat(pool.requested).isEqualTo(3);

    tick(1);
    tick(1);
    pool.busy().forEach(pool::finish);
    tick(197);
    assertThat(pool.draining()).isEmpty();
    assertThat(pool.last().reason()).isEqualTo(ScalingReason.COOL_DOWN);
    tick(1);
    assertThat(pool.nodes).isEmpty();
  }

  @Test
  void what_did_not_start_is_taken_back_before_any_node_goes() {
    pool.stock = 2;
    settle(5);
    assertThat(pool.requested).isEqualTo(5);

    pool.waiting = 0;
    tick(60);

    assertThat(pool.requested).isEqualTo(2);
    assertThat(pool.busy()).hasSize(2);
    assertThat(pool.last().text()).contains("takes back 3 that did not start");
  }

  @Test
  void a_stock_out_is_seen_and_no_more_is_asked_for_until_its_pause_is_over() {
    pool.policy = rules().provisionSeconds(100).build();
    pool.stock = 2;
    settle(5);
    tick(100);
    assertThat(pool.last().reason()).isEqualTo(ScalingReason.STOCK_OUT);
    assertThat(reconciler.status().stockOutSince()).isPresent();

    pool.waiting += 2;
    tick(1);
    tick(97);
    assertThat(pool.requested).isEqualTo(5);
    assertThat(pool.last().text()).contains("the provider owes 3 nodes since");

    tick(2);
    assertThat(pool.requested).isEqualTo(7);

    pool.waiting += 2;
    tick(198);
    assertThat(pool.requested).isEqualTo(7);
    tick(2);
    assertThat(pool.requested).isEqualTo(9);

    pool.stock = 100;
    tick(1);
    tick(1);
    assertThat(reconciler.status().stockOutSince()).isEmpty();
  }

  @Test
  void a_stock_out_is_known_after_a_restart() {
    pool.policy = rules().provisionSeconds(100).build();
    pool.stock = 2;
    settle(5);
    tick(100);
    pool.waiting += 2;
    tick(1);

    reconciler = new Reconciler(pool, pool, clock);
    tick(97);
    assertThat(pool.requested).isEqualTo(5);
    tick(2);
    assertThat(pool.requested).isEqualTo(7);
  }
}
