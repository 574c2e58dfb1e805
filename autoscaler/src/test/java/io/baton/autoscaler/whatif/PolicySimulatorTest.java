package io.baton.autoscaler.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.pool.PolicySchedule;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PolicySimulation.Outcome;
import io.baton.protocol.pool.PolicySimulationRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.baton.protocol.pool.PoolWorkload;
import io.baton.protocol.pool.PoolWorkload.RecordedJob;
import io.baton.protocol.pool.StoredPoolPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicySimulatorTest {
  private static final PoolName POOL = new PoolName("gpu");
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  private final PolicySimulator simulator = new PolicySimulator(Duration.ofSeconds(15), () -> 0L);

  @Test
  void more_nodes_do_the_same_jobs_with_less_waiting_for_the_same_node_hours() {
    PolicySimulation told = simulate(policy(2), policy(8), jobs(40, 600));

    assertThat(told.jobs()).isEqualTo(40);
    assertThat(told.present().mostNodes()).isEqualTo(2);
    assertThat(told.proposed().mostNodes()).isEqualTo(8);
    assertThat(told.proposed().completed()).isEqualTo(40);
    assertThat(told.proposed().medianWaitSeconds())
        .isLessThan(told.present().medianWaitSeconds() / 2);
    // 40 jobs of 600 s; each node starts for 20 s, and idles a minute.
    assertThat(told.proposed().nodeHours()).isBetween(40 * 600 / 3600.0, 40 * 600 / 3600.0 + 0.6);
    assertThat(told.proposed().cost()).hasValue(0.5 * told.proposed().nodeHours());
  }

  @Test
  void nodes_that_always_run_cost_and_idle() {
    PolicySimulation told =
        simulate(policy(4), policy(4).toBuilder().replicas(4, 4).build(), jobs(1, 600));

    Outcome always = told.proposed();
    assertThat(always.nodeHours()).isBetween(4 * 23.8, 4 * 24.0);
    assertThat(always.idleShare()).isGreaterThan(0.98);
    assertThat(told.present().nodeHours()).isLessThan(0.5);
  }

  @Test
  void schedules_open_at_the_hours_of_the_past_that_is_replayed() {
    PoolPolicy night =
        policy(1).toBuilder()
            .schedules(List.of(new PolicySchedule("night", "0 22 * * *", "UTC", 3600, 3, 5)))
            .build();

    PolicySimulation told = simulate(policy(1), night, List.of());

    assertThat(told.present().nodeHours()).isZero();
    assertThat(told.proposed().mostNodes()).isEqualTo(3);
    assertThat(told.proposed().nodeHours()).isBetween(2.8, 3.3);
  }

  @Test
  void jobs_that_wait_at_the_end_count_with_what_they_have_waited() {
    PolicySimulation told = simulate(policy(1), policy(1), jobs(3, 100_000));

    assertThat(told.present().completed()).isZero();
    assertThat(told.present().unfinished()).isEqualTo(3);
    assertThat(told.present().p95WaitSeconds()).isGreaterThan(80_000);
    assertThat(told.present()).isEqualTo(told.proposed());
  }

  @Test
  void pauses_are_taken_as_off_and_the_own_policy_counts_until_one_is_set() {
    PolicySimulation told =
        simulator
            .simulate(
                new Past(
                    new StoredPoolPolicy(POOL, PoolPolicy.DEFAULT, 0, none(), none()), jobs(4, 60)),
                policy(1),
                new PolicySimulationRequest(policy(2).toBuilder().paused(true).build(), 24))
            .orElseThrow();

    assertThat(told.present().mostNodes()).isEqualTo(1);
    assertThat(told.proposed().mostNodes()).isEqualTo(2);
    assertThat(told.notes()).anyMatch(note -> note.startsWith("Pauses"));
  }

  @Test
  void what_takes_too_long_is_cut_and_said() {
    long[] time = {0};
    PolicySimulator slow =
        new PolicySimulator(Duration.ofSeconds(15), () -> time[0] += 100_000_000L);
    Past past = new Past(stored(policy(4)), jobs(40, 600));

    PolicySimulation cut =
        slow.simulate(past, policy(1), new PolicySimulationRequest(policy(8), 168)).orElseThrow();

    assertThat(past.asked.get(0)).isEqualTo(Duration.ofHours(168));
    assertThat(past.asked).hasSizeGreaterThan(1);
    assertThat(cut.notes().get(0)).startsWith("Cut to the newest").contains("of 168 hours");
  }

  private PolicySimulation simulate(PoolPolicy present, PoolPolicy other, List<RecordedJob> jobs) {
    return simulator
        .simulate(
            new Past(stored(present), jobs), policy(1), new PolicySimulationRequest(other, 24))
        .orElseThrow();
  }

  private static PoolPolicy policy(int most) {
    return new PoolPolicyBuilder()
        .replicas(0, most)
        .idleSeconds(60, 60)
        .nodePricePerHour(Optional.of(0.5))
        .build();
  }

  private static StoredPoolPolicy stored(PoolPolicy policy) {
    return new StoredPoolPolicy(POOL, policy, 3, none(), none());
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  /** At the beginning of the day. */
  private static List<RecordedJob> jobs(int count, double seconds) {
    List<RecordedJob> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(new RecordedJob(NOON.minus(Duration.ofHours(23)), seconds, false));
    }
    return jobs;
  }

  /**
   * A past in which jobs came an hour after the beginning of a day, or at the beginning of less.
   */
  private static final class Past implements PoolPast {
    private final StoredPoolPolicy policy;
    private final List<RecordedJob> jobs;
    private final List<Duration> asked = new ArrayList<>();

    Past(StoredPoolPolicy policy, List<RecordedJob> jobs) {
      this.policy = policy;
      this.jobs = jobs;
    }

    @Override
    public StoredPoolPolicy policy() {
      return policy;
    }

    @Override
    public PoolWorkload workload(Duration back) {
      asked.add(back);
      Instant since = NOON.minus(back);
      List<RecordedJob> known =
          jobs.stream()
              .map(
                  job ->
                      new RecordedJob(
                          job.at().isBefore(since) ? since : job.at(), job.nodeSeconds(), false))
              .toList();
      return new PoolWorkload(
          POOL, since, NOON, known, 0, Optional.of(40.0), Optional.of(10.0), 0, 0);
    }
  }
}
