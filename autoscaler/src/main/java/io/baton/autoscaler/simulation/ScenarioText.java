package io.baton.autoscaler.simulation;

/** A scenario in words. */
final class ScenarioText {
  private ScenarioText() {}

  static String of(Scenario scenario, int seeds) {
    ProviderFigures provider = scenario.provider();
    NodeFigures nodes = scenario.nodes();
    return """
        %,d jobs of %,d steps, %s; at most %,d nodes; %s steps a second ± %s %%; %,d bad machine%s of %,d;
        machines vanish after %s h on average; a stock-out of %s h every %s h or so, which leaves %s %% of the most nodes. Baton looks every %s,
        idleSeconds %d. Medians of %d seed%s (lowest to highest)."""
        .formatted(
            scenario.jobs(),
            scenario.steps(),
            scenario.arrivals().text(),
            scenario.policy().maxReplicas(),
            Figures.plain(nodes.stepsPerSecond()),
            Figures.plain(100 * nodes.speedSpread()),
            provider.badMachines(),
            provider.badMachines() == 1 ? "" : "s",
            provider.machines(),
            Figures.plain(provider.interruptionHours()),
            Figures.plain(provider.stockOutHours()),
            Figures.plain(provider.stockOutEveryHours()),
            Figures.plain(100 * provider.stockOutShare()),
            Figures.plain(scenario.tick().toSeconds()) + " s",
            scenario.policy().idleSeconds(),
            seeds,
            seeds == 1 ? "" : "s");
  }
}
