package io.baton.autoscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.local.SettableClock;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.protocol.client.UnreachableException;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingReason;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
  private final SettableClock clock = new SettableClock();
  private final PoolModel pool = new PoolModel(clock);
  private Reconciler reconciler = new Reconciler(pool, pool, clock);

  @BeforeEach
  void policy() {
    pool.policy = rules().build();
  }

  @AfterEach
  void nothing_that_must_never_happen_did() {
    assertThat(pool.violations).isEmpty();
  }

  private static PoolPolicyBuilder rules() {
    return new PoolPolicyBuilder().replicas(0, 10).idleSeconds(60, 60).drainSeconds(30);
  }

  /** Nodes come, take what waits, and the autoscaler looks. */
  private void tick(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    pool.provision();
    pool.claim();
    reconciler.tick();
  }

  private void settle(int jobs) {
    pool.waiting += jobs;
    tick(1);
    tick(1);
    tick(1);
    pool.recorded.clear();
  }

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

  @Test
  void a_paused_pool_stays_as_it_is() {
    settle(2);
    pool.busy().forEach(pool::finish);
    pool.refuseRemovals = true;
    tick(60);
    pool.refuseRemovals = false;
    pool.policy = rules().paused(true).build();
    pool.recorded.clear();
    tick(1);
    pool.waiting = 5;
    tick(100);

    assertThat(pool.nodes).hasSize(2);
    assertThat(pool.draining()).hasSize(2);
    assertThat(pool.recorded)
        .extracting(ScalingDecision::reason)
        .containsOnly(ScalingReason.PAUSED);
  }

  @Test
  void a_dry_run_records_what_it_would_do_once_a_minute_and_does_nothing() {
    pool.policy = rules().dryRun(true).build();
    pool.waiting = 3;
    tick(1);
    tick(1);
    tick(30);

    assertThat(pool.requested).isZero();
    assertThat(pool.recorded).hasSize(1);
    assertThat(pool.last().dryRun()).isTrue();
    assertThat(pool.last().replicasAfter()).isEqualTo(3);
    tick(60);
    assertThat(pool.recorded).hasSize(2);
  }

  @Test
  void a_hold_that_repeats_is_recorded_once_a_minute() {
    settle(1);
    for (int i = 0; i < 58; i++) {
      tick(1);
    }

    assertThat(pool.recorded).isEmpty();
    tick(1);
    tick(1);
    assertThat(pool.recorded).hasSize(1);
  }

  @Test
  void who_does_not_hold_the_lease_does_nothing_and_looks_at_nothing() {
    pool.leader = "another";
    pool.waiting = 3;
    tick(1);

    assertThat(pool.requested).isZero();
    assertThat(reconciler.explain(rules().build())).isEmpty();
    assertThat(pool.looks).isZero();
    assertThat(pool.recorded).isEmpty();
    assertThat(reconciler.status().problem()).isEmpty();
    assertThat(reconciler.status().holder()).contains("another");

    pool.leader = "me";
    tick(1);
    assertThat(pool.requested).isEqualTo(3);
  }

  @Test
  void a_lease_counts_from_before_it_was_asked_for() {
    pool.waiting = 3;
    pool.slowBeat = Duration.ofSeconds(30);
    tick(1);

    assertThat(pool.requested).isZero();
    assertThat(pool.recorded).isEmpty();
  }

  @Test
  void without_an_answer_of_the_api_nothing_changes_and_the_reason_is_shown() {
    settle(2);
    pool.apiFailure =
        Optional.of(
            new UnreachableException(URI.create("http://127.0.0.1:1"), "nothing there", null));
    pool.busy().forEach(pool::finish);
    tick(600);

    assertThat(pool.draining()).isEmpty();
    assertThat(reconciler.status().problem())
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("reached"));
    pool.apiFailure = Optional.empty();
    tick(1);
    assertThat(reconciler.status().problem()).isEmpty();
  }

  @Test
  void a_provider_that_fails_is_recorded_with_its_sentence() {
    pool.failProvider("No credit.");
    pool.waiting = 1;
    tick(1);

    assertThat(pool.last().reason()).isEqualTo(ScalingReason.PROVIDER_FAILED);
    assertThat(pool.last().text()).isEqualTo("No credit.");
    assertThat(reconciler.status().problem()).contains("No credit.");
    tick(1);
    assertThat(pool.recorded).hasSize(1);

    pool.providerFailure = Optional.empty();
    tick(1);
    assertThat(pool.requested).isEqualTo(1);
    assertThat(reconciler.status().problem()).isEmpty();
  }

  @Test
  void a_provider_is_left_alone_for_as_long_as_it_asked_to_be() {
    settle(0);
    pool.providerFailure =
        Optional.of(
            new ProviderException(
                ProviderFault.REFUSED, "Too fast.", Optional.of(Duration.ofSeconds(20)), null));
    tick(1);
    int looks = pool.looks;
    tick(19);
    assertThat(pool.looks).isEqualTo(looks);
    tick(1);
    assertThat(pool.looks).isGreaterThan(looks);
  }

  @Test
  void the_services_own_policy_counts_until_somebody_sets_one() {
    pool.policySet = false;
    reconciler =
        new Reconciler(
            pool,
            pool,
            clock,
            new ReconcilerSettings(
                "gpu", Optional.of(rules().replicas(0, 2).build()), TickObserver.NONE));
    pool.waiting = 5;
    tick(1);
    assertThat(pool.requested).isEqualTo(2);

    pool.policySet = true;
    tick(1);
    assertThat(pool.requested).isEqualTo(5);
  }

  @Test
  void another_policy_is_explained_and_nothing_is_done() {
    settle(2);
    ScalingDecision decision = reconciler.explain(rules().replicas(0, 1).build()).orElseThrow();

    assertThat(decision.action()).isEqualTo(ScalingAction.SCALE_DOWN);
    assertThat(decision.dryRun()).isTrue();
    assertThat(decision.text())
        .isEqualTo(
            "2 running jobs want 2 nodes; maxReplicas allows 1:"
                + " drains 1 node with the least work at risk.");
    assertThat(pool.draining()).isEmpty();
    assertThat(pool.recorded).isEmpty();
  }
}
