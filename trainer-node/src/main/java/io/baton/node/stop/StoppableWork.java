package io.baton.node.stop;

import io.baton.node.failure.AttemptFailedException;
import io.baton.node.failure.LeaseLostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Work that an order to stop interrupts: downloads, uploads, calls that are tried again. */
public final class StoppableWork {
  /** Work that can be interrupted. */
  @FunctionalInterface
  public interface Task<T> {
    T run() throws AttemptFailedException, LeaseLostException, InterruptedException;
  }

  /** For interrupted work to close its files; longer is not waited. */
  private static final long ENDING_MILLIS = 2000;

  private final StopOrders orders;

  public StoppableWork(StopOrders orders) {
    this.orders = orders;
  }

  /** Until there is any order. */
  public <T> T untilOrdered(Task<T> work)
      throws WorkStoppedException,
          AttemptFailedException,
          LeaseLostException,
          InterruptedException {
    return run(work, order -> Optional.empty());
  }

  /** Until an order leaves no time: a drain lets the work go on until its end. */
  public <T> T untilGivenUp(Task<T> work)
      throws WorkStoppedException,
          AttemptFailedException,
          LeaseLostException,
          InterruptedException {
    return run(
        work,
        order ->
            order.kind() == StopKind.DRAIN ? Optional.of(order.giveUpAtNanos()) : Optional.empty());
  }

  /**
   * Runs the work on a thread of its own and returns what it returns, or throws what it throws.
   *
   * @param goesOnUntil until when the work may go on under an order; empty: not at all
   * @throws WorkStoppedException if it was interrupted
   */
  private <T> T run(Task<T> work, Function<StopOrder, Optional<Long>> goesOnUntil)
      throws WorkStoppedException,
          AttemptFailedException,
          LeaseLostException,
          InterruptedException {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread thread =
        new Thread(
            () -> {
              task.run();
              ended.complete(null);
            },
            "attempt-work");
    thread.setDaemon(true);
    thread.start();
    while (!ended.isDone()) {
      Optional<StopOrder> order = orders.current();
      Optional<Long> deadline = order.flatMap(goesOnUntil);
      boolean stopped = order.isPresent() && (deadline.isEmpty() || orders.mustGiveUp());
      if (stopped) {
        thread.interrupt();
        thread.join(ENDING_MILLIS);
        throw new WorkStoppedException(order.get());
      }
      orders.awaitNews(ended, order, deadline);
    }
    return result(task);
  }

  private static <T> T result(FutureTask<T> task)
      throws AttemptFailedException, LeaseLostException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof AttemptFailedException failed) {
        throw failed;
      }
      if (cause instanceof LeaseLostException lost) {
        throw lost;
      }
      if (cause instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (cause instanceof RuntimeException mistake) {
        throw mistake;
      }
      throw new IllegalStateException(cause);
    }
  }
}
