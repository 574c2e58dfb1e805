package io.baton.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviderBehaviour;
import org.junit.jupiter.api.Test;

class SimulatedProviderTest extends PoolProviderBehaviour {
  private Simulation simulation;

  @Override
  protected PoolProvider newProvider() {
    return providerWith(SmallScenario.RELIABLE);
  }

  @Override
  protected PoolProvider newStarvedProvider() {
    PoolProvider starved =
        providerWith(new ProviderFigures(new Span(60, 60), 1e9, 1e-9, 1e9, 0, 30, 100, 0, 1));
    goOn();
    return starved;
  }

  private PoolProvider providerWith(ProviderFigures figures) {
    simulation =
        new Simulation(SmallScenario.builder().provider(figures).build(), new Rule.FixedPool(1), 1);
    return simulation.provider();
  }

  @Override
  protected void kill(Instance instance) {
    simulation.provider().interrupt(simulation.provider().instance(instance.id()));
  }

  /** Half a minute of virtual time. */
  @Override
  protected void goOn() {
    long end = simulation.now() + 30_000;
    while (simulation.events().next(end)) {
      // Until nothing more happens within it.
    }
  }

  @Test
  void machines_are_billed_from_when_they_run_until_they_are_gone() {
    grow(2);
    long from = simulation.now();
    long before = billed();
    goOn();

    assertThat(billed() - before).isEqualTo(2 * (simulation.now() - from));
    provider.remove(ids());
    await().until(() -> ids().isEmpty());
    long ended = billed();
    goOn();
    assertThat(billed()).isEqualTo(ended);
  }

  private long billed() {
    return simulation.provider().counts().billed(simulation.now());
  }

  @Test
  void a_lower_number_takes_those_that_do_not_run_first_and_then_any() {
    grow(4);
    provider.grow(2);

    simulation.provider().scaleTo(4);
    assertThat(running()).hasSize(4);

    simulation.provider().scaleTo(1);
    await().until(() -> ids().size() == 1);
    assertThat(look().requested()).isEqualTo(1);
  }

  @Test
  void a_stock_out_gives_a_share_and_the_rest_when_it_is_over() {
    provider.close();
    provider =
        providerWith(new ProviderFigures(new Span(60, 60), 1e9, 1e-9, 1, 0.6, 30, 100, 0, 1));
    goOn();

    provider.grow(10);

    awaitRunning(6);
    assertThat(look().shortage()).contains("No machine is free for 4 replicas.");
    assertThat(simulation.now()).isLessThan(Arrivals.HOUR);
    awaitRunning(10);
    assertThat(simulation.now()).isGreaterThan(Arrivals.HOUR);
  }
}
