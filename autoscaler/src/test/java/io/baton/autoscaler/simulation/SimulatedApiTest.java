package io.baton.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedApiTest {
  private static final ProviderFigures BAD =
      new ProviderFigures(new Span(60, 60), 1e9, 0, 0, 1, 30, 100, 99, 1);

  /** The first job is claimed at 70 s and trains from 95 s on, a step a second. */
  private static final int TRAINS = 95;

  private Simulation simulation = on(SmallScenario.RELIABLE);

  private static Simulation on(ProviderFigures provider) {
    return new Simulation(
        SmallScenario.builder().jobs(10).provider(provider).build(), new Rule.FixedPool(1), 1);
  }

  @Test
  void a_lost_nodes_job_waits_for_the_end_of_its_lease_and_costs_what_was_not_committed() {
    SimulatedJob job = submit(0);
    simulation.provider().grow(1);
    until(TRAINS + 47);

    vanish();

    assertThat(job.committed()).isEqualTo(40);
    // The last of its heartbeats, every 20 s, was at 130 s.
    until(189);
    assertThat(simulation.api().queued()).isZero();
    until(190);
    assertThat(simulation.api().queued()).isEqualTo(1);
    assertThat(seconds(Use.LOST)).isEqualTo(7);
    assertThat(seconds(Use.USEFUL)).isEqualTo(5 + 40);
  }

  @Test
  void a_drain_loses_nothing() {
    SimulatedJob job = submit(0);
    simulation.provider().grow(1);
    until(TRAINS + 17);

    simulation.api().drain(List.of(node().id()), "It is to go.");
    // Told with the heartbeat at 130 s; three seconds later the job is back.
    until(132);
    assertThat(node().job()).isPresent();
    until(133);

    assertThat(job.committed()).isEqualTo(130 - TRAINS);
    assertThat(simulation.api().queued()).isEqualTo(1);
    assertThat(node().job()).isEmpty();
    assertThat(seconds(Use.LOST)).isZero();
    simulation.api().undrain(List.of(node().id()));
    assertThat(simulation.api().queued()).isZero();
  }

  @Test
  void a_machine_that_is_told_to_end_gives_its_job_back_within_the_grace() {
    SimulatedJob job = submit(0);
    simulation.provider().grow(1);
    until(TRAINS + 33);

    simulation.provider().scaleTo(0);
    until(TRAINS + 33 + 3);

    assertThat(job.committed()).isEqualTo(33);
    assertThat(simulation.provider().isEmpty()).isTrue();
  }

  @Test
  void a_bad_machine_fails_exactly_as_many_jobs_as_the_rules_allow_and_none_twice() {
    simulation = on(BAD);
    for (int i = 0; i < 10; i++) {
      submit(i);
    }
    simulation.provider().grow(1);
    simulation.provider().grow(2);
    until(3000);

    assertThat(simulation.api().snapshot().nodes())
        .filteredOn(node -> node.quarantinedUntil().isPresent())
        .isNotEmpty()
        .allMatch(node -> node.failures() == 3);
  }

  @Test
  void a_pool_of_one_node_is_never_put_in_quarantine_whole() {
    simulation = on(BAD);
    for (int i = 0; i < 10; i++) {
      submit(i);
    }
    simulation.provider().grow(1);
    until(3000);

    assertThat(node().quarantinedUntil()).isEmpty();
    assertThat(node().failures()).isEqualTo(10);
    assertThat(simulation.api().queued()).isEqualTo(10);
    assertThat(node().useful()).as("banned from all that waits").isFalse();
  }

  @Test
  void silent_nodes_are_shown_as_offline_and_after_an_hour_no_more() {
    simulation.provider().grow(1);
    until(100);
    vanish();
    simulation.provider().scaleTo(0);

    until(100 + 91);
    assertThat(simulation.api().snapshot().nodes()).hasSize(1).noneMatch(PoolNode::online);
    until(100 + 3601);
    assertThat(simulation.api().snapshot().nodes()).isEmpty();
  }

  @Test
  void unknown_nodes_are_left_alone() {
    simulation.api().drain(List.of(new NodeId("nobody")), "It is to go.");
    simulation.api().release(new NodeId("nobody"));

    assertThat(simulation.api().snapshot().nodes()).isEmpty();
  }

  private SimulatedJob submit(int number) {
    SimulatedJob job = new SimulatedJob(number, 0, 100, simulation.now());
    simulation.api().submit(job);
    return job;
  }

  private void until(int seconds) {
    while (simulation.events().next(seconds * 1000L)) {
      // Until nothing more happens before.
    }
  }

  private void vanish() {
    SimulatedProvider provider = simulation.provider();
    provider.interrupt(provider.instance(provider.look().instances().get(0).id()));
  }

  private PoolNode node() {
    return simulation.api().snapshot().nodes().get(0);
  }

  private long seconds(Use use) {
    return simulation.ledger().of(use) / 1000;
  }
}
