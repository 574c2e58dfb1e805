package io.baton.sync.transfer;

import io.baton.sync.SyncException;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Moves parts, several at a time, until all are there. A part that breaks is alone moved again. As
 * long as others get through it has another try at once; when none does, all wait.
 */
record Rounds(Retry retry, int parallel, Supplier<Deadline> deadline) {
  /**
   * @param parts numbered from 1
   * @param done which of them are there
   */
  void move(int parts, IntPredicate done, IntConsumer move) {
    for (List<Integer> missing = missing(parts, done);
        !missing.isEmpty();
        missing = missing(parts, done)) {
      List<Integer> round = missing;
      retry.callUntil(
          deadline,
          () -> {
            Optional<SyncException> failure = Crew.work(round, parallel, move);
            if (failure.isPresent()
                && (!failure.get().retryable() || missing(parts, done).size() == round.size())) {
              throw failure.get();
            }
            return round;
          });
    }
  }

  private static List<Integer> missing(int parts, IntPredicate done) {
    return IntStream.rangeClosed(1, parts).filter(number -> !done.test(number)).boxed().toList();
  }
}
