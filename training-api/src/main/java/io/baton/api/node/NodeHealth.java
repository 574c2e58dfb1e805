package io.baton.api.node;

import io.baton.protocol.job.AttemptOutcome;
import java.util.List;
import java.util.Optional;

/**
 * How well work goes on a node, from 0 to 1: its reliability times its pace.
 *
 * <p>Reliability is {@code (1 + good) / (1 + good + bad)} over the newest ended attempts, each of
 * which weighs 0.9 of the one after it. An attempt that completed or was given back in order is
 * good, a failure of the node's own is bad, a loss half bad: machines may vanish, and yet work was
 * redone. Canceled attempts and failures that are the user's fault or the storage's say nothing.
 *
 * <p>Pace is 1 down to 0.8 of the speed of comparable nodes, and falls in proportion below. A node
 * without a history is healthy.
 */
public final class NodeHealth {
  /** So many of the newest attempts count. */
  public static final int ATTEMPTS = 20;

  private static final double FADING = 0.9;
  private static final double LOSS = 0.5;
  private static final double FAST_ENOUGH = 0.8;

  private NodeHealth() {}

  /**
   * The score.
   *
   * @param newestFirst attempts that ended lately
   * @param relativeSpeed as {@link RelativeSpeed} has it
   */
  public static double score(List<EndedAttempt> newestFirst, Optional<Double> relativeSpeed) {
    double good = 0;
    double bad = 0;
    double weight = 1;
    for (EndedAttempt attempt : newestFirst) {
      switch (attempt.outcome()) {
        case COMPLETED, DRAINED -> good += weight;
        case LOST -> bad += LOSS * weight;
        case FAILED -> bad += attempt.nodesFault() ? weight : 0;
        case CANCELED -> {
          continue;
        }
      }
      weight *= FADING;
    }
    double reliability = (1 + good) / (1 + good + bad);
    double pace = relativeSpeed.map(speed -> Math.min(1, speed / FAST_ENOUGH)).orElse(1.0);
    return reliability * pace;
  }

  /**
   * An attempt that is over.
   *
   * @param nodesFault whether a failure may be blamed on the node
   */
  public record EndedAttempt(AttemptOutcome outcome, boolean nodesFault) {}
}
