package io.baton.autoscaler.reallocation;

import static io.baton.autoscaler.reallocation.FleetOnPaper.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.reallocation.FleetOnPaper.PaperNode;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.ReallocationRules;
import io.baton.protocol.pool.ScalingReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReallocationDecisionTest {
  private static final Instant NOW = FleetOnPaper.START;

  private static ReallocationRules share(double perHour) {
    return new ReallocationRules(null, null, null, null, null, perHour, null);
  }

  @Test
  void healthy_nodes_stay() {
    ReallocationDecision decision = FleetOnPaper.of(40).decide();

    assertThat(decision.out()).isEmpty();
    assertThat(decision.later()).isEmpty();
    assertThat(decision.foundSilent()).isEmpty();
    assertThat(decision.promiseDoubted()).isFalse();
  }

  @Test
  void node_with_as_many_failures_as_the_policy_allows_is_replaced() {
    FleetOnPaper fleet = FleetOnPaper.of(40);
    fleet.get(3).failures = 2;
    fleet.get(7).failures = 3;

    List<Finding> out = fleet.decide().out();

    assertThat(ids(out)).containsExactly("node-7");
    assertThat(out.get(0).reason()).isEqualTo(ScalingReason.FAILURES);
    assertThat(out.get(0).text()).isEqualTo("3 jobs failed on it within 3600 s");
  }

  @Test
  void node_that_was_heard_of_is_silent_after_silent_seconds_and_only_at_a_second_look() {
    FleetOnPaper fleet = FleetOnPaper.of(10);
    fleet.get(0).silent = Duration.ofSeconds(299);
    fleet.get(1).silent = Duration.ofSeconds(300);

    ReallocationDecision first =
        ReallocationDecision.of(
            Look.at(fleet.snapshot(), fleet.policy, fleet.view(), History.NONE, Map.of()));
    assertThat(first.out()).isEmpty();
    assertThat(first.foundSilent()).containsOnlyKeys(fleet.get(1).instance);

    fleet.now = fleet.now.plus(SilentNodes.CONFIRMATION).minusSeconds(1);
    assertThat(look(fleet, first).out()).isEmpty();
    fleet.now = fleet.now.plusSeconds(1);
    assertThat(ids(look(fleet, first).out())).containsExactly("node-1");
    assertThat(look(fleet, first).out().get(0).reason()).isEqualTo(ScalingReason.SILENT);
  }

  @Test
  void nodes_that_were_silent_during_an_outage_and_are_heard_of_again_stay() {
    FleetOnPaper fleet = FleetOnPaper.of(10);
    fleet.nodes.forEach(node -> node.silent = Duration.ofMinutes(10));
    ReallocationDecision first =
        ReallocationDecision.of(
            Look.at(fleet.snapshot(), fleet.policy, fleet.view(), History.NONE, Map.of()));

    fleet.now = fleet.now.plus(SilentNodes.CONFIRMATION);
    fleet.nodes.forEach(node -> node.silent = Duration.ofSeconds(5));

    assertThat(look(fleet, first).out()).isEmpty();
    assertThat(look(fleet, first).foundSilent()).isEmpty();
  }

  private static ReallocationDecision look(FleetOnPaper fleet, ReallocationDecision before) {
    return ReallocationDecision.of(
        Look.at(fleet.snapshot(), fleet.policy, fleet.view(), History.NONE, before.foundSilent()));
  }

  @Test
  void node_that_never_asked_for_work_has_the_time_to_start() {
    FleetOnPaper fleet = FleetOnPaper.of(10);
    PaperNode starting = fleet.get(0);
    starting.known = false;
    starting.since = NOW.minusSeconds(fleet.policy.provisionSeconds() - 61);
    PaperNode stuck = fleet.get(1);
    stuck.known = false;
    stuck.since = NOW.minusSeconds(fleet.policy.provisionSeconds());

    assertThat(ids(fleet.decide().out())).containsExactly("node-1");
  }

  @Test
  void machine_that_came_back_under_its_old_id_is_not_silent_because_of_its_former_life() {
    FleetOnPaper fleet = FleetOnPaper.of(10);
    fleet.get(0).silent = Duration.ofDays(2);
    fleet.get(0).since = NOW.minusSeconds(30);

    assertThat(fleet.decide().out()).isEmpty();
  }

  @Test
  void instances_that_do_not_run_yet_or_are_ending_are_not_judged() {
    FleetOnPaper fleet = FleetOnPaper.of(10);
    fleet.get(0).failures = 9;
    fleet.get(0).state = InstanceState.STOPPING;
    fleet.get(1).known = false;
    fleet.get(1).state = InstanceState.PENDING;

    assertThat(fleet.decide().out()).isEmpty();
  }

  @Test
  void slow_node_is_found_among_its_own_gpu_class_only() {
    FleetOnPaper fleet = FleetOnPaper.of(20);
    for (int i = 0; i < 10; i++) {
      fleet.get(i).gpu = Optional.of("RTX 3060");
      fleet.get(i).speed = Optional.of(1 + 0.01 * (i % 5));
    }
    fleet.get(4).speed = Optional.of(0.4);

    List<Finding> out = fleet.decide().out();

    assertThat(ids(out)).containsExactly("node-4");
    assertThat(out.get(0).reason()).isEqualTo(ScalingReason.SLOW);
    assertThat(out.get(0).text()).startsWith("it has 39 % of the speed of the median of 10 nodes");
  }

  @Test
  void robust_z_score_is_as_in_the_formula() {
    // Median 1.01, deviations 0.01 0 0.01 0.02 0.51: MAD 0.01, z = 0.51 / (1.4826 * 0.01).
    FleetOnPaper fleet = FleetOnPaper.of(5);
    double[] speeds = {1.00, 1.01, 1.02, 1.03, 0.50};
    for (int i = 0; i < speeds.length; i++) {
      fleet.get(i).speed = Optional.of(speeds[i]);
    }

    assertThat(fleet.decide().out().get(0).severity()).isCloseTo(34.40, within(0.01));
  }

  @Test
  void too_few_samples_and_small_differences_call_nobody_slow() {
    FleetOnPaper few = FleetOnPaper.of(10);
    for (int i = 4; i < 10; i++) {
      few.get(i).speed = Optional.empty();
    }
    few.get(0).speed = Optional.of(0.1);
    assertThat(few.decide().out()).isEmpty();

    FleetOnPaper uniform = FleetOnPaper.of(40);
    uniform.get(0).speed = Optional.of(0.81);
    assertThat(uniform.decide().out()).as("MAD is 0").isEmpty();
    uniform.get(0).speed = Optional.of(0.79);
    assertThat(ids(uniform.decide().out())).containsExactly("node-0");
  }

  @Test
  void fleet_of_mixed_speeds_has_no_outliers() {
    FleetOnPaper fleet = FleetOnPaper.of(20);
    for (int i = 0; i < 20; i++) {
      fleet.get(i).speed = Optional.of(0.5 + 0.05 * i);
    }

    assertThat(fleet.decide().out()).isEmpty();
  }

  @Test
  void unfit_nodes_go_unless_none_is_as_promised() {
    FleetOnPaper fleet = FleetOnPaper.of(4).with(share(1));
    fleet.get(0).fits = false;
    fleet.get(2).fits = false;
    assertThat(ids(fleet.decide().out())).containsExactly("node-0", "node-2");

    fleet.nodes.forEach(node -> node.fits = false);
    assertThat(fleet.decide().out()).isEmpty();
    assertThat(fleet.decide().promiseDoubted()).isTrue();
  }

  @Test
  void worst_go_first_and_the_share_of_the_hour_is_kept() {
    FleetOnPaper fleet = FleetOnPaper.of(12);
    fleet.get(0).speed = Optional.of(0.2);
    fleet.get(1).fits = false;
    fleet.get(2).silent = Duration.ofHours(1);
    fleet.get(3).failures = 3;
    fleet.get(4).failures = 8;

    ReallocationDecision decision = fleet.decide();

    assertThat(ids(decision.out())).containsExactly("node-4", "node-3", "node-2");
    assertThat(ids(decision.later())).containsExactly("node-1", "node-0");
  }

  @Test
  void at_least_one_node_an_hour_may_go_and_none_where_the_share_is_zero() {
    FleetOnPaper fleet = FleetOnPaper.of(1);
    fleet.get(0).failures = 3;
    assertThat(ids(fleet.decide().out())).containsExactly("node-0");
    assertThat(fleet.decide(taken(NOW.minus(Duration.ofMinutes(58)), "gone")).out()).isEmpty();
    assertThat(fleet.decide(taken(NOW.minus(Duration.ofHours(1)), "gone")).out()).hasSize(1);
    assertThat(fleet.with(share(0)).decide().out()).isEmpty();
  }

  @Test
  void nodes_that_somebody_has_in_hand_are_left_alone() {
    FleetOnPaper fleet = FleetOnPaper.of(10);
    fleet.get(0).failures = 3;
    fleet.get(0).draining = Optional.of(DrainedBy.OPERATOR);
    fleet.get(1).silent = Duration.ofHours(1);
    fleet.get(1).draining = Optional.of(DrainedBy.AUTOSCALER);
    fleet.get(2).failures = 3;

    assertThat(fleet.decide(taken(NOW.minusSeconds(60), "node-2")).out()).isEmpty();
  }

  @Test
  void machine_that_comes_back_under_another_id_is_replaced_again_until_the_ban_is_over() {
    FleetOnPaper fleet = FleetOnPaper.of(10);
    fleet.get(0).machine = Optional.of("rack-7");
    fleet.get(0).since = NOW.minusSeconds(30);
    Instant then = NOW.minus(Duration.ofHours(23));

    List<Finding> out = fleet.decide(taken(then, "gone", "rack-7")).out();
    assertThat(ids(out)).containsExactly("node-0");
    assertThat(out.get(0).reason()).isEqualTo(ScalingReason.SLOW);
    assertThat(fleet.decide(taken(then.minus(Duration.ofHours(1)), "gone", "rack-7")).out())
        .isEmpty();
    assertThat(fleet.decide(taken(then, "gone", "rack-8")).out()).isEmpty();
  }

  @Test
  void machine_with_several_nodes_is_not_banned_for_one_of_them() {
    FleetOnPaper fleet = FleetOnPaper.of(10);
    for (PaperNode node : List.of(fleet.get(0), fleet.get(1))) {
      node.machine = Optional.of("rack-7");
      node.since = NOW.minusSeconds(30);
    }

    assertThat(fleet.decide(taken(NOW.minusSeconds(600), "gone", "rack-7")).out()).isEmpty();
  }

  private static History taken(Instant at, String node, String... machines) {
    return new History(
        List.of(
            new PastReallocation(
                at, at, 1, ScalingReason.SLOW, List.of(new NodeId(node)), List.of(machines))));
  }
}
