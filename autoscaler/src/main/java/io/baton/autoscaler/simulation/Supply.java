package io.baton.autoscaler.simulation;

import java.util.SplittableRandom;

/** How many machines the provider gives: all that are wanted, and fewer during stock-outs. */
final class Supply {
  private final EventQueue events;
  private final ProviderFigures figures;
  private final SplittableRandom random;
  private final int most;
  private final Runnable again;
  private boolean stockOut;

  /**
   * A supply.
   *
   * @param most machines that are ever wanted
   * @param again is called when a stock-out is over
   */
  Supply(EventQueue events, ProviderFigures figures, Draws draws, int most, Runnable again) {
    this.events = events;
    this.figures = figures;
    this.random = draws.of(Draws.Purpose.STOCK_OUT, 0);
    this.most = most;
    this.again = again;
    if (figures.stockOutEveryHours() > 0) {
      announceNext();
    }
  }

  int machines() {
    return stockOut ? (int) (most * figures.stockOutShare()) : figures.machines();
  }

  private void announceNext() {
    double hours = Draws.exponential(random, figures.stockOutEveryHours());
    events.after((long) (hours * Arrivals.HOUR), this::begin);
  }

  private void begin() {
    stockOut = true;
    events.after((long) (figures.stockOutHours() * Arrivals.HOUR), this::end);
  }

  private void end() {
    stockOut = false;
    announceNext();
    again.run();
  }
}
