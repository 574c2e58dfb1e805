package io.baton.api.platform;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what the service does in the background. */
public final class Await {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Await() {}

  public static <T> T until(Supplier<T> look, Predicate<T> condition) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    T seen = look.get();
    while (!condition.test(seen)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not come about; last seen: " + seen);
      }
      Thread.onSpinWait();
      seen = look.get();
    }
    return seen;
  }
}
