package io.baton.api.dashboard.timeline;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steps that an attempt trained and that were done again.
 *
 * @param first of them
 * @param last of them, as far as anybody knows
 * @param bound whether there may have been more: a node that vanishes tells nobody of the steps
 *     since its last report
 */
public record LostWork(int first, int last, boolean bound) {
  public LostWork {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("no steps from " + first + " to " + last);
    }
  }

  /**
   * What went with an attempt.
   *
   * @param next the attempt after it, which tells where the job really went on: behind a checkpoint
   *     that was damaged
   */
  static Optional<LostWork> of(AttemptRecord attempt, Optional<AttemptRecord> next) {
    int kept = attempt.lastStep() - attempt.stepsLost();
    boolean vanished = attempt.outcome().filter(AttemptOutcome.LOST::equals).isPresent();
    boolean interrupted =
        vanished || attempt.outcome().filter(AttemptOutcome.DRAINED::equals).isPresent();
    int resumed =
        next.filter(any -> interrupted)
            .map(after -> Math.min(kept, after.resumedFromStep()))
            // Where its owner had the job go back, that may lie before all that it trained.
            .map(step -> Math.max(step, attempt.resumedFromStep()))
            .orElse(kept);
    return resumed < attempt.lastStep()
        ? Optional.of(new LostWork(resumed + 1, attempt.lastStep(), vanished))
        : Optional.empty();
  }

  /** Of all attempts, oldest first. */
  public static List<LostWork> of(List<AttemptRecord> attempts) {
    List<LostWork> lost = new ArrayList<>();
    for (int i = 0; i < attempts.size(); i++) {
      Optional<AttemptRecord> next =
          i + 1 < attempts.size() ? Optional.of(attempts.get(i + 1)) : Optional.empty();
      of(attempts.get(i), next).ifPresent(lost::add);
    }
    return lost;
  }

  /** How many steps that is in all, in words. */
  public static String total(List<LostWork> lost) {
    int steps = lost.stream().mapToInt(LostWork::steps).sum();
    boolean bound = lost.stream().anyMatch(LostWork::bound);
    return (bound ? "at least " : "") + Figures.count(steps);
  }

  public int steps() {
    return last - first + 1;
  }

  public String text() {
    return total(List.of(this)) + (steps() == 1 ? " step" : " steps") + " lost";
  }
}
