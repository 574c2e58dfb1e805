package io.baton.node.trainer;

import io.baton.node.clock.NodeClock;
import io.baton.node.stop.StopOrder;
import io.baton.node.stop.StopOrders;
import io.baton.node.trainer.TrainerEnd.Failed;
import io.baton.node.trainer.TrainerEnd.Finished;
import io.baton.protocol.work.FailureClass;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** Waits for a trainer's end, and brings it about when it is ordered. */
public final class TrainerSupervision {
  private static final Logger LOG = System.getLogger(TrainerSupervision.class.getName());
  private static final Duration HANG_LOOK = Duration.ofSeconds(5);
  private static final Duration LEFTOVERS_LOOK = Duration.ofMillis(50);

  private final NodeClock clock;
  private final StopOrders orders;
  private final SignsOfLife signs;
  private final Duration stopTime;
  private final Runnable onStop;

  /**
   * A supervision that obeys those orders.
   *
   * @param signs know whether the trainer hangs
   * @param stopTime for a trainer that hangs, from SIGTERM to SIGKILL
   * @param onStop called when the trainer is told to stop
   */
  public TrainerSupervision(
      NodeClock clock, StopOrders orders, SignsOfLife signs, Duration stopTime, Runnable onStop) {
    this.clock = clock;
    this.orders = orders;
    this.signs = signs;
    this.stopTime = stopTime;
    this.onStop = onStop;
  }

  /** Returns how it ended. The trainer is dead by then, also if this throws. */
  public TrainerEnd untilDead(TrainerProcess trainer) throws InterruptedException {
    try {
      Optional<Hang> hang = Optional.empty();
      boolean terminated = false;
      boolean killed = false;
      while (!trainer.end().isDone()) {
        Optional<StopOrder> order = orders.current();
        if (hang.isEmpty() && order.isEmpty() && clock.hasReached(signs.hungAtNanos())) {
          hang = Optional.of(new Hang(signs.verdict(), clock.after(stopTime)));
          LOG.log(Level.WARNING, signs::verdict);
        }
        Optional<Long> killAt = killAt(order, hang);
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
        orders.awaitNews(
            trainer.end(),
            order,
            killed ? Optional.empty() : killAt.or(() -> Optional.of(nextLookNanos())));
      }
      awaitLeftovers(trainer);
      TrainerEnd end = trainer.end().join();
      return hang.isPresent() && !(end instanceof Finished)
          ? new Failed(FailureClass.TIMEOUT, hang.get().verdict())
          : end;
    } finally {
      trainer.kill();
    }
  }

  /** The limit is another one from the first step on: a look at its end would come too late. */
  private long nextLookNanos() {
    return NodeClock.earlier(signs.hungAtNanos(), clock.after(HANG_LOOK));
  }

  private static Optional<Long> killAt(Optional<StopOrder> order, Optional<Hang> hang) {
    Optional<Long> ordered = order.map(StopOrder::killTrainerAtNanos);
    Optional<Long> hung = hang.map(Hang::killAtNanos);
    return ordered.isPresent() && hung.isPresent()
        ? Optional.of(NodeClock.earlier(ordered.get(), hung.get()))
        : ordered.or(() -> hung);
  }

  /** A trainer that hangs may still be able to write a checkpoint: it is told to stop first. */
  private record Hang(String verdict, long killAtNanos) {}

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
