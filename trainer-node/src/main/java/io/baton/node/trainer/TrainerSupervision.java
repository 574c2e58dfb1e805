package io.baton.node.trainer;

import io.baton.node.clock.NodeClock;
import io.baton.node.stop.StopOrder;
import io.baton.node.stop.StopOrders;
import java.util.Optional;

/** Waits for a trainer's end, and brings it about when it is ordered. */
public final class TrainerSupervision {
  private final NodeClock clock;
  private final StopOrders orders;
  private final Runnable onStop;

  /**
   * A supervision that obeys those orders.
   *
   * @param onStop called when the trainer is told to stop
   */
  public TrainerSupervision(NodeClock clock, StopOrders orders, Runnable onStop) {
    this.clock = clock;
    this.orders = orders;
    this.onStop = onStop;
  }

  /** Returns how it ended. The trainer is dead by then, also if this throws. */
  public TrainerEnd untilDead(TrainerProcess trainer) throws InterruptedException {
    try {
      boolean terminated = false;
      boolean killed = false;
      while (!trainer.end().isDone()) {
        Optional<StopOrder> order = orders.current();
        Optional<Long> killAt = order.map(StopOrder::killTrainerAtNanos);
        if (killAt.isPresent() && !killed) {
          if (clock.hasReached(killAt.get())) {
            trainer.kill();
            killed = true;
          } else if (!terminated) {
            onStop.run();
            trainer.terminate();
            terminated = true;
          }
        }
        orders.awaitNews(trainer.end(), order, killed ? Optional.empty() : killAt);
      }
      return trainer.end().join();
    } finally {
      trainer.kill();
    }
  }
}
