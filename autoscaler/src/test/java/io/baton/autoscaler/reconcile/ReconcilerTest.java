package io.baton.autoscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.protocol.client.UnreachableException;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingReason;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may act, what policies forbid, and what happens when others fail. */
class ReconcilerTest extends ReconciledPool {
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
