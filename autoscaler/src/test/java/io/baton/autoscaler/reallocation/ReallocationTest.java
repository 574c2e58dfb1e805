package io.baton.autoscaler.reallocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.autoscaler.reallocation.FleetOnPaper.PaperNode;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.job.JobId;
import io.baton.protocol.pool.ReallocationRules;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingReason;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What is asked of the API and of the provider, in which order, and what a restart leaves of it.
 */
class ReallocationTest {
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final Duration DAY = Duration.ofDays(1);

  private final FleetOnPaper fleet = FleetOnPaper.of(40);
  private final RecordingApi api = new RecordingApi(fleet);
  private final ReplacingProvider provider = new ReplacingProvider(fleet);
  private Reallocation reallocation = anotherAutoscaler();

  private Reallocation anotherAutoscaler() {
    return new Reallocation(api, provider, fleet.clock(), ReallocationSettings.every(EVERY));
  }

  private void tickAfter(Duration time) {
    fleet.now = fleet.now.plus(time);
    reallocation.tick(0, List.of());
  }

  @Test
  void idle_node_that_the_api_quarantined_for_failures_is_recorded_and_replaced_at_once() {
    PaperNode bad = fleet.get(7);
    bad.failures = 3;
    bad.quarantinedUntil = Optional.of(fleet.now.plus(DAY));
    bad.machine = Optional.of("rack-7");

    reallocation.tick(0, List.of());

    ScalingDecision decision = api.only();
    assertThat(decision.action()).isEqualTo(ScalingAction.REALLOCATE);
    assertThat(decision.reason()).isEqualTo(ScalingReason.FAILURES);
    assertThat(decision.nodes()).containsExactly(bad.id);
    assertThat(decision.machines()).containsExactly("rack-7");
    assertThat(decision.text())
        .isEqualTo("Replaces 1 of 40 nodes: node-7 (3 jobs failed on it within 3600 s).");
    assertThat(api.quarantines).as("the API's own is long enough").isEmpty();
    assertThat(provider.replaced).containsExactly(bad.instance);
  }

  @Test
  void busy_slow_node_goes_only_when_it_gave_its_job_back() {
    PaperNode slow = fleet.get(7);
    slow.speed = Optional.of(0.3);
    slow.job = Optional.of(new JobId("a-job"));

    reallocation.tick(0, List.of());
    assertThat(api.quarantines).containsOnlyKeys(slow.id);
    assertThat(api.quarantines.get(slow.id).seconds()).isEqualTo((int) DAY.toSeconds());
    assertThat(api.quarantines.get(slow.id).reason()).contains("30 % of the speed");
    tickAfter(Duration.ofSeconds(10));
    assertThat(provider.replaced).isEmpty();

    slow.job = Optional.empty();
    tickAfter(Duration.ofSeconds(10));

    assertThat(provider.replaced).containsExactly(slow.instance);
    assertThat(api.decisions).hasSize(1);
  }

  @Test
  void idle_node_is_looked_at_again_after_its_quarantine_before_it_goes() {
    PaperNode slow = fleet.get(7);
    slow.speed = Optional.of(0.3);

    reallocation.tick(0, List.of());
    // It got a job between the look and the quarantine.
    slow.job = Optional.of(new JobId("a-job"));
    tickAfter(Duration.ofSeconds(10));
    assertThat(provider.replaced).isEmpty();
    slow.job = Optional.empty();
    tickAfter(Duration.ofSeconds(10));

    assertThat(provider.replaced).containsExactly(slow.instance);
  }

  @Test
  void busy_node_that_does_not_give_its_job_back_goes_when_the_time_to_drain_is_over() {
    PaperNode slow = fleet.get(7);
    slow.speed = Optional.of(0.3);
    slow.job = Optional.of(new JobId("a-job"));
    reallocation.tick(0, List.of());

    tickAfter(Duration.ofSeconds(fleet.policy.drainSeconds() - 1));
    assertThat(provider.replaced).isEmpty();
    tickAfter(Duration.ofSeconds(10));

    assertThat(provider.replaced).containsExactly(slow.instance);
  }

  @Test
  void silent_node_is_replaced_at_once_after_a_second_look_that_comes_soon() {
    PaperNode silent = fleet.get(7);
    silent.silent = Duration.ofMinutes(10);

    reallocation.tick(0, List.of());
    assertThat(api.decisions).isEmpty();
    tickAfter(SilentNodes.CONFIRMATION);

    assertThat(api.only().reason()).isEqualTo(ScalingReason.SILENT);
    assertThat(api.quarantines).containsOnlyKeys(silent.id);
    assertThat(provider.replaced).containsExactly(silent.instance);
  }

  @Test
  void node_that_the_api_never_heard_of_is_replaced_though_it_cannot_be_quarantined() {
    PaperNode stuck = fleet.get(7);
    stuck.known = false;

    reallocation.tick(0, List.of());
    tickAfter(SilentNodes.CONFIRMATION);

    assertThat(api.quarantines).isEmpty();
    assertThat(provider.replaced).containsExactly(stuck.instance);
  }

  @Test
  void silence_counts_anew_after_the_api_did_not_answer() {
    fleet.get(7).silent = Duration.ofMinutes(10);
    reallocation.tick(0, List.of());
    api.unreachable = true;
    assertThatThrownBy(() -> tickAfter(SilentNodes.CONFIRMATION))
        .isInstanceOf(RefusedException.class);
    api.unreachable = false;

    tickAfter(Duration.ofSeconds(10));
    assertThat(provider.replaced).isEmpty();
    tickAfter(SilentNodes.CONFIRMATION);

    assertThat(provider.replaced).hasSize(1);
  }

  @Test
  void another_autoscaler_carries_on_and_keeps_the_limit_and_the_ban() {
    for (int i = 0; i < 12; i++) {
      fleet.get(i).failures = 20 - i;
      fleet.get(i).job = Optional.of(new JobId("a-job"));
      fleet.get(i).machine = Optional.of("rack-" + i);
    }
    reallocation.tick(0, List.of());
    assertThat(api.quarantines).as("a quarter of the pool").hasSize(10);

    reallocation = anotherAutoscaler();
    fleet.nodes.forEach(node -> node.job = Optional.empty());
    tickAfter(Duration.ofSeconds(10));

    assertThat(provider.replaced).hasSize(10);
    assertThat(api.quarantines).as("the hour has no room for more").hasSize(10);
    assertThat(api.taken()).hasSize(10);

    // The machine comes back as another node.
    fleet.get(10).failures = 0;
    fleet.get(11).failures = 0;
    PaperNode back = fleet.add("another");
    back.machine = Optional.of("rack-3");
    back.since = fleet.now.plusSeconds(1);
    reallocation = anotherAutoscaler();
    tickAfter(Duration.ofHours(2));
    tickAfter(Duration.ofSeconds(10));

    assertThat(provider.replaced).contains(back.instance);
    assertThat(api.quarantines).containsKey(back.id);
  }

  @Test
  void more_bad_nodes_than_the_hour_has_room_for_are_said_once() {
    fleet.nodes.subList(0, 12).forEach(node -> node.failures = 3);

    reallocation.tick(0, List.of());
    tickAfter(Duration.ofSeconds(10));
    tickAfter(EVERY);

    List<ScalingDecision> limits =
        api.decisions.stream().filter(d -> d.reason() == ScalingReason.REALLOCATION_LIMIT).toList();
    assertThat(limits).hasSize(1);
    assertThat(limits.get(0).action()).isEqualTo(ScalingAction.HOLD);
    assertThat(limits.get(0).nodes()).hasSize(2);
    assertThat(limits.get(0).text())
        .startsWith("2 more of 40 nodes would be replaced, but no more than 25 % of the pool");
  }

  @Test
  void dry_run_records_and_touches_nothing_and_does_not_use_up_the_hour() {
    fleet.policy = fleet.policy.toBuilder().dryRun(true).build();
    fleet.get(7).failures = 3;

    reallocation.tick(0, List.of());
    tickAfter(EVERY);

    assertThat(api.only().dryRun()).isTrue();
    assertThat(api.quarantines).isEmpty();
    assertThat(provider.replaced).isEmpty();

    fleet.policy = fleet.policy.toBuilder().dryRun(false).build();
    tickAfter(EVERY);
    assertThat(api.taken()).containsExactly(fleet.get(7).id);
  }

  @Test
  void paused_pool_and_a_share_of_zero_change_nothing() {
    fleet.get(7).failures = 3;
    fleet.policy = fleet.policy.toBuilder().paused(true).build();
    reallocation.tick(0, List.of());
    fleet.policy = fleet.policy.toBuilder().paused(false).build();
    fleet.with(new ReallocationRules(null, null, null, null, null, 0.0, null));
    tickAfter(EVERY);

    assertThat(api.decisions).isEmpty();
    assertThat(api.quarantines).isEmpty();
    assertThat(provider.replaced).isEmpty();
  }

  @Test
  void looks_are_as_far_apart_as_configured_while_all_is_well() {
    reallocation.tick(0, List.of());
    fleet.get(7).failures = 3;
    tickAfter(EVERY.minusSeconds(1));
    assertThat(api.decisions).isEmpty();

    tickAfter(Duration.ofSeconds(1));

    assertThat(api.decisions).hasSize(1);
  }

  @Test
  void node_that_the_api_took_out_of_work_is_looked_at_at_once() {
    reallocation.tick(0, fleet.snapshot().nodes());
    fleet.get(7).failures = 3;
    fleet.get(7).quarantinedUntil = Optional.of(fleet.now.plus(DAY));
    InstanceId bad = fleet.get(7).instance;

    reallocation.tick(0, fleet.snapshot().nodes());

    assertThat(provider.replaced).containsExactly(bad);
  }

  @Test
  void provider_that_refuses_is_asked_again_and_others_go_meanwhile() {
    for (int i : List.of(7, 8)) {
      fleet.get(i).failures = 3;
      fleet.get(i).quarantinedUntil = Optional.of(fleet.now.plus(DAY));
    }
    provider.refuses = Optional.of(fleet.get(7).instance);
    InstanceId other = fleet.get(8).instance;

    assertThatThrownBy(() -> reallocation.tick(0, List.of()))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.fault()).isEqualTo(ProviderFault.REFUSED));
    assertThat(provider.replaced).containsExactly(other);

    provider.refuses = Optional.empty();
    tickAfter(Duration.ofSeconds(10));

    assertThat(provider.replaced).hasSize(2);
    assertThat(api.taken()).as("counted once").hasSize(2);
  }

  @Test
  void nothing_is_done_that_could_not_be_recorded() {
    fleet.get(7).silent = Duration.ofMinutes(10);
    reallocation.tick(0, List.of());
    api.refusesToRecord = true;

    assertThatThrownBy(() -> tickAfter(SilentNodes.CONFIRMATION))
        .isInstanceOf(RefusedException.class);

    assertThat(api.quarantines).isEmpty();
    assertThat(provider.replaced).isEmpty();
  }

  @Test
  void bad_nodes_of_a_pool_that_has_too_many_are_removed_not_replaced() {
    for (int i : List.of(7, 8)) {
      fleet.get(i).failures = 3;
      fleet.get(i).quarantinedUntil = Optional.of(fleet.now.plus(DAY));
    }

    reallocation.tick(1, List.of());

    assertThat(provider.removed).hasSize(1);
    assertThat(provider.replaced).hasSize(1);
  }

  @Test
  void successor_with_the_same_id_on_another_machine_may_work_and_on_the_same_may_not() {
    for (int i : List.of(7, 8)) {
      fleet.get(i).machine = Optional.of("rack-" + i);
      fleet.get(i).failures = 3;
      fleet.get(i).quarantinedUntil = Optional.of(fleet.now.plus(DAY));
    }
    reallocation.tick(0, List.of());
    assertThat(provider.replaced).hasSize(2);
    fleet.now = fleet.now.plusSeconds(60);
    PaperNode elsewhere = fleet.add("node-7");
    elsewhere.machine = Optional.of("rack-99");
    PaperNode same = fleet.add("node-8");
    same.machine = Optional.of("rack-8");
    for (PaperNode successor : List.of(elsewhere, same)) {
      successor.since = fleet.now;
      // As the API still counts them while the quarantine lasts.
      successor.failures = 3;
      successor.quarantinedUntil = Optional.of(FleetOnPaper.START.plus(DAY));
    }

    tickAfter(EVERY);

    assertThat(api.released).containsExactly(elsewhere.id);
    assertThat(provider.replaced).hasSize(3).contains(same.instance);
  }

  static RefusedException refused(ErrorCode code) {
    return new RefusedException(Problem.of(code, "No."));
  }
}
