package io.baton.autoscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.pool.DrainedBy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nodes that are there and do none of the work that waits. */
class NodesOutOfWorkTest extends ReconciledPool {
  @Test
  void nodes_that_can_take_nothing_of_what_waits_are_no_capacity() {
    pool.policy = rules().replicas(2, 10).build();
    settle(0);
    assertThat(pool.nodes).hasSize(2);
    pool.nodes.values().forEach(node -> node.useful = false);

    pool.waiting = 1;
    tick(200);

    assertThat(pool.requested).isEqualTo(3);
    assertThat(pool.draining()).isEmpty();
  }

  @Test
  void useless_nodes_make_room_at_the_limit() {
    pool.policy = rules().replicas(2, 2).build();
    settle(0);
    pool.nodes.values().forEach(node -> node.useful = false);
    pool.waiting = 1;
    tick(60);
    assertThat(pool.nodes).hasSize(1);

    tick(1);
    tick(1);

    assertThat(pool.waiting).isZero();
    assertThat(pool.nodes).hasSize(2);
  }

  @Test
  void a_useless_node_does_not_make_the_pool_ask_and_take_back_in_turn() {
    settle(1);
    PoolModel.Node banned = pool.node(0);
    pool.release(banned);
    banned.useful = false;
    pool.stock = 1;
    tick(1);
    tick(1);
    tick(57);

    assertThat(pool.grown).isEqualTo(2);
    assertThat(pool.requested).isEqualTo(2);
  }

  @Test
  void quarantined_nodes_and_those_that_operators_drain_are_replaced_and_never_kept_as_idle() {
    settle(2);
    PoolModel.Node quarantined = pool.node(0);
    PoolModel.Node drained = pool.node(1);
    pool.release(quarantined);
    pool.release(drained);
    quarantined.quarantinedUntil = Optional.of(clock.instant().plusSeconds(3600));
    drained.draining = Optional.of(DrainedBy.OPERATOR);
    tick(1);
    assertThat(pool.requested).isEqualTo(4);
    tick(1);
    assertThat(pool.busy()).hasSize(2).doesNotContain(quarantined, drained);

    tick(60);

    assertThat(pool.nodes.values()).containsExactlyElementsOf(pool.busy()).hasSize(2);
    assertThat(pool.last().text())
        .isEqualTo(
            "2 running jobs want 2 nodes; not needed for 60 s:"
                + " removes 2 nodes that get no work.");
  }

  @Test
  void a_silent_node_is_replaced_and_goes_once_another_does_its_work() {
    pool.policy = rules().provisionSeconds(100).build();
    settle(1);
    PoolModel.Node silent = pool.node(0);
    silent.online = false;
    pool.release(silent);
    tick(98);
    assertThat(pool.requested).isEqualTo(1);

    pool.stock = 1;
    tick(2);
    assertThat(pool.requested).isEqualTo(2);
    tick(300);
    assertThat(pool.draining()).isEmpty();

    pool.stock = 2;
    tick(1);
    tick(1);
    assertThat(pool.nodes.values()).doesNotContain(silent);
    assertThat(pool.busy()).hasSize(1);
  }

  @Test
  void a_node_that_comes_back_after_it_was_removed_may_work_again() {
    settle(1);
    PoolModel.Node node = pool.node(0);
    pool.release(node);
    node.draining = Optional.of(DrainedBy.AUTOSCALER);
    node.drainingSince = Optional.of(node.since.minusSeconds(10));
    tick(1);

    assertThat(node.draining).isEmpty();
    assertThat(pool.requested).isEqualTo(1);
  }
}
