package io.baton.api.training;

import java.time.Duration;
import java.util.Optional;

/**
 * How many optimizer steps apart checkpoints are, where the job leaves it to the service.
 *
 * <p>The least time is lost, to checkpoints and to steps done again, where they are √(2 · δ · M)
 * apart: δ is what a checkpoint costs, M the mean time between interruptions (J. W. Young, "A first
 * order approximation to the optimum checkpoint interval", CACM 17(9), 1974; J. T. Daly, "A higher
 * order estimate of the optimum checkpoint interval for restart dumps", FGCS 22(3), 2006, of which
 * this is the first term). What training loses to a checkpoint is not known apart from the upload
 * that goes on beside it, so that δ is the whole time from its place on the disk to its place in
 * storage: an upper bound.
 */
public final class CheckpointSpacing {
  /** What a checkpoint costs until one was measured. */
  static final Duration USUAL_COST = Duration.ofSeconds(10);

  /** One interruption after this time counts as seen, so that there always is a mean. */
  static final Duration IMAGINED_INTERRUPTION = Duration.ofHours(2);

  static final Duration SHORTEST = Duration.ofSeconds(10);
  static final Duration LONGEST = Duration.ofMinutes(30);

  /** Checkpoints of a job whose speed is not known. */
  private static final int USUAL_PARTS = 20;

  private static final int USUAL_MOST = 500;

  private CheckpointSpacing() {}

  /**
   * What is known when an attempt starts.
   *
   * @param stepsPerSecond of the node at such work, or of its peers
   * @param checkpointCost mean time that the job's checkpoints took to get to storage
   * @param poolHeld for how long nodes of the pool held jobs lately, all together
   * @param poolInterruptions how many of those attempts were interrupted
   */
  public record Measured(
      Optional<Double> stepsPerSecond,
      Optional<Duration> checkpointCost,
      Duration poolHeld,
      int poolInterruptions) {
    static final Measured NOTHING =
        new Measured(Optional.empty(), Optional.empty(), Duration.ZERO, 0);
  }

  /** Optimizer steps between checkpoints, 1 to {@code totalSteps}. */
  public static int steps(Measured measured, int totalSteps) {
    double steps =
        measured
            .stepsPerSecond()
            .filter(speed -> speed > 0)
            .map(speed -> seconds(measured) * speed)
            .orElseGet(() -> Math.min(USUAL_MOST, Math.ceil((double) totalSteps / USUAL_PARTS)));
    return (int) Math.max(1, Math.min(totalSteps, Math.round(steps)));
  }

  private static double seconds(Measured measured) {
    double cost = seconds(measured.checkpointCost().orElse(USUAL_COST));
    double best = Math.sqrt(2 * cost * secondsBetweenInterruptions(measured));
    // A checkpoint is in storage before the next one is written.
    double least = Math.max(seconds(SHORTEST), cost);
    return Math.max(least, Math.min(seconds(LONGEST), best));
  }

  private static double secondsBetweenInterruptions(Measured measured) {
    return (seconds(measured.poolHeld()) + seconds(IMAGINED_INTERRUPTION))
        / (measured.poolInterruptions() + 1);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
