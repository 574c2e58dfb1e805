package io.baton.sync.retry;

import io.baton.sync.SyncException;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Repeats an operation while its failure may pass and its deadline has not. */
public final class Retry {
  /** How the time between two tries is spent. */
  @FunctionalInterface
  public interface Pause {
    /** Returns after the time, or earlier when there is reason to try at once. */
    void pause(Duration time) throws InterruptedException;
  }

  private final Backoff backoff;
  private final RandomGenerator random;
  private final Pause pause;
  private final BiConsumer<SyncException, Duration> observer;

  /**
   * @param observer is told of each failure that is followed by another try, and of the wait
   */
  public Retry(
      Backoff backoff,
      RandomGenerator random,
      Pause pause,
      BiConsumer<SyncException, Duration> observer) {
    this.backoff = backoff;
    this.random = random;
    this.pause = pause;
    this.observer = observer;
  }

  /** Waits by sleeping and tells nobody. */
  public static Retry standard() {
    return new Retry(
        Backoff.standard(),
        RandomGenerator.getDefault(),
        time -> Thread.sleep(time.toMillis()),
        (failure, wait) -> {});
  }

  public Retry observedBy(BiConsumer<SyncException, Duration> observer) {
    return new Retry(backoff, random, pause, observer);
  }

  public <T> T call(Deadline deadline, Supplier<T> operation) {
    return callUntil(() -> deadline, operation);
  }

  /**
   * @param deadline asked for after each failure, since it may move meanwhile
   */
  public <T> T callUntil(Supplier<Deadline> deadline, Supplier<T> operation) {
    for (int failures = 1; ; failures++) {
      try {
        return operation.get();
      } catch (SyncException e) {
        Duration delay = backoff.delay(failures, random);
        if (!e.retryable() || deadline.get().remaining().compareTo(delay) <= 0) {
          throw failures == 1 ? e : givenUp(e, failures);
        }
        observer.accept(e, delay);
        await(delay);
      }
    }
  }

  private void await(Duration delay) {
    try {
      pause.pause(delay);
    } catch (InterruptedException e) {
      throw SyncException.interrupted("waiting for another try", e);
    }
  }

  private static SyncException givenUp(SyncException last, int tries) {
    return new SyncException(
        last.error(), last.getMessage() + " Given up after " + tries + " tries.", last);
  }
}
