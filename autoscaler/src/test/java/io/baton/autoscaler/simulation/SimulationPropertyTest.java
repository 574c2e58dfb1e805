package io.baton.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SimulationPropertyTest {
  /** A job that ended twice, or time that ran backwards, would throw. */
  @Property(tries = 100)
  void no_job_is_lost_and_every_billed_hour_is_accounted_for(
      @ForAll("scenarios") Scenario scenario, @ForAll("rules") Rule rule, @ForAll long seed) {
    Outcome outcome = Simulation.run(scenario, rule, seed);

    assertThat(outcome.unfinished()).isZero();
    assertThat(outcome.completed() + outcome.failed()).isEqualTo(scenario.jobs());
    assertThat(outcome.hours().values()).allMatch(hours -> hours >= 0);
    assertThat(outcome.hours().values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(outcome.billedHours(), within(1e-6));
  }

  @Property(tries = 60)
  void without_bad_machines_no_job_fails_and_no_scale_in_takes_a_busy_node_before_an_idle_one(
      @ForAll("scenarios") Scenario scenario, @ForAll long seed) {
    ProviderFigures good = scenario.provider().withMachines(scenario.provider().machines(), 0);
    Outcome outcome =
        Simulation.run(scenario.toBuilder().provider(good).build(), new Rule.Baton(), seed);

    assertThat(outcome.completed()).isEqualTo(scenario.jobs());
    assertThat(outcome.busyRemovedWhileIdle()).isZero();
  }

  @Provide
  Arbitrary<Rule> rules() {
    return Arbitraries.of(
        new Rule.Baton(), Rule.PendingPlusRunning.EVERY_5_MINUTES, new Rule.FixedPool(2));
  }

  @Provide
  Arbitrary<Scenario> scenarios() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(1, 1500),
            Arbitraries.integers().between(2, 12),
            Arbitraries.<Arrivals>of(
                new Arrivals.AtOnce(), new Arrivals.DailyWave(1, 0), new Arrivals.DailyWave(1, 1)),
            Arbitraries.doubles().between(0.3, 20),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 600))
        .as(SimulationPropertyTest::scenario);
  }

  private static Scenario scenario(
      int jobs,
      int steps,
      int nodes,
      Arrivals arrivals,
      double interruptionHours,
      double stockOutShare,
      int bad,
      int idle) {
    return SmallScenario.builder()
        .jobs(jobs)
        .steps(steps)
        .arrivals(arrivals)
        .nodes(NodeFigures.DEFAULT)
        .provider(
            new ProviderFigures(
                new Span(30, 300), interruptionHours, 3, 1, stockOutShare, 30, 40, bad, 1))
        .policy(Scenarios.policy(nodes).idleSeconds(idle, idle).build())
        .tick(Duration.ofSeconds(60))
        .build();
  }
}
