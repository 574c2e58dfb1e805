package io.baton.autoscaler.simulation;

import java.time.Duration;
import java.util.Optional;

/** A scenario in which nothing is left to chance unless a test wants it. */
final class SmallScenario {
  /** 100 steps, a checkpoint every 10, a step a second. */
  static final NodeFigures EVEN_NODES =
      new NodeFigures(
          1,
          0,
          new Span(10, 10),
          new Span(20, 20),
          new Span(5, 5),
          new Span(1, 1),
          new Span(2, 2),
          new Span(3, 3),
          new Span(4, 4));

  static final ProviderFigures RELIABLE =
      new ProviderFigures(new Span(60, 60), 1e9, 0, 0, 1, 30, 100, 0, 1);

  private SmallScenario() {}

  static ScenarioBuilder builder() {
    return new ScenarioBuilder(
        new Scenario(
            "small",
            1,
            new Arrivals.AtOnce(),
            100,
            10,
            EVEN_NODES,
            RELIABLE,
            ApiFigures.DEFAULT,
            Scenarios.policy(10).build(),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofDays(30),
            Optional.empty()));
  }
}
