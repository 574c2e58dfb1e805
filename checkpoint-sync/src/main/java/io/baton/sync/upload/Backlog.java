package io.baton.sync.upload;

import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the written checkpoints wait for their upload. Decisions only: it is given what is on
 * disk and what the time is.
 */
final class Backlog {
  private final UploadPolicy policy;
  private final int after;
  private final Set<Integer> settled = new HashSet<>();
  private final Map<Integer, Instant> postponed = new HashMap<>();

  /**
   * @param after the step up to which everything is committed; -1 for nothing
   */
  Backlog(UploadPolicy policy, int after) {
    this.policy = policy;
    this.after = after;
  }

  /** What waits, oldest first, whether or not it has failed before. */
  List<LocalCheckpoint> waiting(List<LocalCheckpoint> written) {
    return written.stream().filter(this::isAwaited).toList();
  }

  /** Whether it is still to be uploaded. */
  boolean isAwaited(LocalCheckpoint checkpoint) {
    return checkpoint.step() > after && !settled.contains(checkpoint.step());
  }

  /** The one to upload now; those that failed wait for their time. */
  Optional<LocalCheckpoint> next(List<LocalCheckpoint> written, Instant now) {
    return policy.next(
        waiting(written).stream().filter(checkpoint -> isDue(checkpoint.step(), now)).toList());
  }

  /** The one to upload now, however often it has failed. */
  Optional<LocalCheckpoint> nextAtOnce(List<LocalCheckpoint> written) {
    return policy.next(waiting(written));
  }

  private boolean isDue(int step, Instant now) {
    return !now.isBefore(postponed.getOrDefault(step, Instant.MIN));
  }

  /** The earliest moment at which a postponed checkpoint is due. */
  Optional<Instant> nextDue() {
    return postponed.values().stream()
        .filter(until -> !until.equals(Instant.MAX))
        .min(Instant::compareTo);
  }

  /** Returns the steps that are now left out because {@code step} is committed. */
  List<Integer> committed(int step, List<LocalCheckpoint> written) {
    settle(step);
    if (policy == UploadPolicy.FINISH_EACH) {
      return List.of();
    }
    List<Integer> older =
        waiting(written).stream().map(LocalCheckpoint::step).filter(other -> other < step).toList();
    older.forEach(this::settle);
    return older;
  }

  /** Nothing is left to upload of it. */
  void vanished(int step) {
    settle(step);
  }

  void failed(int step, SyncException failure, Instant again) {
    postponed.put(step, failure.retryable() ? again : Instant.MAX);
  }

  private void settle(int step) {
    settled.add(step);
    postponed.remove(step);
  }
}
