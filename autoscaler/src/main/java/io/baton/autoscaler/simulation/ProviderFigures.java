package io.baton.autoscaler.simulation;

/**
 * What the provider is like.
 *
 * @param allocation from when a machine is found until it runs and is billed: the image is loaded
 * @param interruptionHours mean time until a machine that runs vanishes, in hours
 * @param stockOutEveryHours mean time from the end of a stock-out to the next, in hours; 0: none
 * @param stockOutHours how long one lasts, in hours
 * @param stockOutShare the share of the most machines that it gives meanwhile; those that run stay
 * @param grace how long a node may take to end when it is told to, in seconds
 * @param machines how many there are
 * @param badMachines on how many of them every job fails
 * @param pricePerHour of a machine that runs
 */
public record ProviderFigures(
    Span allocation,
    double interruptionHours,
    double stockOutEveryHours,
    double stockOutHours,
    double stockOutShare,
    double grace,
    int machines,
    int badMachines,
    double pricePerHour) {
  static final ProviderFigures DEFAULT =
      new ProviderFigures(new Span(60, 240), 8, 8, 1, 0.6, 30, 400, 1, 0.30);

  public ProviderFigures {
    if (!(interruptionHours > 0) || machines < 1 || badMachines < 0 || badMachines >= machines) {
      throw new IllegalArgumentException(
          "a provider needs a mean time to interruptions above 0, and more machines than bad ones");
    }
  }

  ProviderFigures withMachines(int all, int bad) {
    return new ProviderFigures(
        allocation,
        interruptionHours,
        stockOutEveryHours,
        stockOutHours,
        stockOutShare,
        grace,
        all,
        bad,
        pricePerHour);
  }

  ProviderFigures withInterruptionHours(double hours) {
    return new ProviderFigures(
        allocation,
        hours,
        stockOutEveryHours,
        stockOutHours,
        stockOutShare,
        grace,
        machines,
        badMachines,
        pricePerHour);
  }

  /** Bad ones lie apart, and one is among the first that are handed out. */
  boolean bad(int machine) {
    return badMachines > 0
        && machine % (machines / badMachines) == Math.min(7, machines / badMachines - 1)
        && machine / (machines / badMachines) < badMachines;
  }
}
