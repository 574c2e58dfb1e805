package io.baton.autoscaler.simulation;

import java.util.SplittableRandom;

/** The machines that a provider has. */
final class MachineFleet {
  private final Machine[] machines;
  private final ProviderFigures figures;
  private final NodeFigures nodes;
  private final Draws draws;
  private final int first;

  /**
   * The machines of a scenario.
   *
   * @param first so many are handed out one after the other before chance decides: a bad machine
   *     among them meets every rule
   */
  MachineFleet(ProviderFigures figures, NodeFigures nodes, Draws draws, int first) {
    this.machines = new Machine[figures.machines()];
    this.figures = figures;
    this.nodes = nodes;
    this.draws = draws;
    this.first = Math.min(first, figures.machines());
  }

  /** A free machine for the instance that is the given number in the order of being served. */
  Machine take(long order, SplittableRandom random) {
    int number = order < first ? (int) order : random.nextInt(machines.length);
    while (machine(number).taken()) {
      number = (number + 1) % machines.length;
    }
    machine(number).taken(true);
    return machine(number);
  }

  private Machine machine(int number) {
    if (machines[number] == null) {
      machines[number] =
          new Machine(
              number,
              figures.bad(number),
              Draws.around(
                  draws.of(Draws.Purpose.MACHINE, number),
                  nodes.stepsPerSecond(),
                  nodes.speedSpread()));
    }
    return machines[number];
  }
}
