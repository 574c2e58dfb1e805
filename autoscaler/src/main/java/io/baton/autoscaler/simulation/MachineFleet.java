package io.baton.autoscaler.simulation;

import java.util.SplittableRandom;

/** The machines that a provider has. */
final class MachineFleet {
  /** The golden ratio less one. */
  private static final double GOLDEN = 0.618033988749894848;

  private final Machine[] machines;
  private final ProviderFigures figures;
  private final NodeFigures nodes;
  private final double shift;
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
    this.shift = draws.of(Draws.Purpose.MACHINE, 0).nextDouble();
    this.first = Math.min(first, figures.machines());
  }

  /** A free machine for the instance that is the given number in the order of being served. */
  Machine take(long order, SplittableRandom random) {
    int number = order < first ? (int) order : random.nextInt(machines.length);
    while (machine(number).taken()) {
      number = (number + 1) % machines.length;
    }
    machine(number).take(speed(order));
    return machine(number);
  }

  /**
   * Even over any few in a row (a Kronecker sequence): a rule that is served more machines than
   * another is not served faster ones by chance.
   */
  private double speed(long order) {
    double place = (shift + order * GOLDEN) % 1;
    return nodes.stepsPerSecond() * (1 + nodes.speedSpread() * (2 * place - 1));
  }

  private Machine machine(int number) {
    if (machines[number] == null) {
      machines[number] = new Machine(number, figures.bad(number));
    }
    return machines[number];
  }
}
