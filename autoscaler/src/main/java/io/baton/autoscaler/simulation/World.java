package io.baton.autoscaler.simulation;

/** What agents live in. */
interface World {
  EventQueue events();

  Scenario scenario();

  SimulatedApi api();

  Ledger ledger();

  /** An agent has ended by itself. */
  void left(SimulatedInstance instance);

  default long now() {
    return events().now();
  }

  default NodeFigures nodes() {
    return scenario().nodes();
  }
}
