package io.baton.autoscaler.simulation;

import java.io.PrintStream;
import java.time.Duration;

/** What one look of the autoscaler costs, at the size that pools may have. */
final class TickCost {
  private static final int NODES = 10_000;
  private static final int QUEUED = 100_000;
  private static final int WARM_UP = 20;
  private static final int MEASURED = 41;

  private TickCost() {}

  /** A full pool, a long line: the tick in milliseconds, the median and the most. */
  static void measure(PrintStream out) {
    Scenario scenario =
        Scenarios.month().toBuilder()
            .name("tick")
            .jobs(NODES + QUEUED)
            .arrivals(new Arrivals.AtOnce())
            .provider(ProviderFigures.DEFAULT.withMachines(2 * NODES, 0))
            .build();
    Simulation simulation = new Simulation(scenario, new Rule.Baton(), 1);
    for (int i = 0; i < scenario.jobs(); i++) {
      simulation.api().submit(new SimulatedJob(i, 0, scenario.steps(), 0));
    }
    Runnable tick =
        BatonTick.of(
            new Rule.Pool(
                scenario,
                simulation.api(),
                simulation.provider(),
                new VirtualClock(simulation.events())));
    tick.run();
    advance(simulation, Duration.ofMinutes(20));
    double[] millis = new double[MEASURED];
    for (int i = -WARM_UP; i < MEASURED; i++) {
      advance(simulation, Duration.ofSeconds(15));
      long start = System.nanoTime();
      tick.run();
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    double[] sorted = Figures.sorted(millis);
    out.printf(
        "%,d nodes of which %,d hold a job, %,d jobs wait: a tick takes %s ms (median of %d), at most"
            + " %s ms%n",
        simulation.provider().counts().running(),
        simulation.api().running(),
        simulation.api().queued(),
        Figures.rounded(Figures.quantile(sorted, 0.5)),
        MEASURED,
        Figures.rounded(sorted[MEASURED - 1]));
  }

  private static void advance(Simulation simulation, Duration time) {
    long end = simulation.now() + time.toMillis();
    while (simulation.events().next(end)) {
      // What happens until then.
    }
  }
}
