package io.baton.sync.transfer;

import io.baton.sync.SyncException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Does something for each of some numbers, several at a time. After the first failure nothing new
 * begins; what has begun goes on to its end unless it is interrupted.
 */
final class Crew {
  private static final Duration LEAVING = Duration.ofSeconds(4);

  private final Iterator<Integer> numbers;
  private final IntConsumer action;
  private Optional<RuntimeException> failure = Optional.empty();

  private Crew(Iterator<Integer> numbers, IntConsumer action) {
    this.numbers = numbers;
    this.action = action;
  }

  /**
   * Returns when nothing is under way any more, with the failure that counts: one that no further
   * try mends before one that may pass.
   *
   * @throws SyncException with {@code CANCELED} when the calling thread is interrupted
   */
  static Optional<SyncException> work(List<Integer> numbers, int parallel, IntConsumer action) {
    Crew crew = new Crew(numbers.iterator(), action);
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= Math.min(parallel, numbers.size()); i++) {
      Thread thread = new Thread(crew::work, "checkpoint-sync-part-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    crew.awaitEnd(threads);
    if (crew.failure.isPresent() && !(crew.failure.get() instanceof SyncException)) {
      throw crew.failure.get();
    }
    return crew.failure.map(SyncException.class::cast);
  }

  private void awaitEnd(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      stop();
      threads.forEach(Thread::interrupt);
      leave(threads);
      throw SyncException.interrupted("moving parts", e);
    }
  }

  /** Once interrupted they end soon; nothing is to be written after the caller went on. */
  private static void leave(List<Thread> threads) {
    long end = System.nanoTime() + LEAVING.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      // Asked twice: go at once. The flag is set by what is thrown next.
    }
  }

  private void work() {
    for (Optional<Integer> number = next(); number.isPresent(); number = next()) {
      try {
        action.accept(number.get());
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  private synchronized Optional<Integer> next() {
    return failure.isEmpty() && numbers.hasNext() ? Optional.of(numbers.next()) : Optional.empty();
  }

  private synchronized void stop() {
    while (numbers.hasNext()) {
      numbers.next();
    }
  }

  private synchronized void failed(RuntimeException e) {
    boolean lasting = !(e instanceof SyncException typed && typed.retryable());
    if (failure.isEmpty() || lasting) {
      failure = Optional.of(e);
    }
  }
}
