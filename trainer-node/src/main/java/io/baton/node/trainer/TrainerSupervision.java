package io.baton.node.trainer;

import io.baton.node.clock.NodeClock;
import io.baton.node.stop.StopOrder;
import io.baton.node.stop.StopOrders;
import java.time.Duration;
import java.util.Optional;

/** Waits for a trainer's end, and brings it about when it is ordered. */
public final class TrainerSupervision {
  private static final Duration LEFTOVERS_LOOK = Duration.ofMillis(50);

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
      awaitLeftovers(trainer);
      return trainer.end().join();
    } finally {
      trainer.kill();
    }
  }

  /**
   * A launcher that dies of SIGTERM without passing it on leaves the training running: it is told
   * as well, and gets the time that the order leaves.
   */
  private void awaitLeftovers(TrainerProcess trainer) throws InterruptedException {
    boolean terminated = false;
    while (trainer.hasLeftovers()) {
      Optional<StopOrder> order = orders.current();
      if (order.isEmpty() || clock.hasReached(order.get().killTrainerAtNanos())) {
        return;
      }
      if (!terminated) {
        trainer.terminateLeftovers();
        terminated = true;
      }
      clock.pause(LEFTOVERS_LOOK);
    }
  }
}
