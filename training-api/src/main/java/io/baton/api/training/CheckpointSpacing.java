package io.baton.api.training;

import java.time.Duration;
import java.util.Optional;

/**
 * How many optimizer steps apart checkpoints are, where the job leaves it to the service.
 *
 * <p>The least time is lost, to checkpoints and to steps done again, at the interval of J. T. Daly,
 * "A higher order estimate of the optimum checkpoint interval for restart dumps", FGCS 22(3), 2006:
 * with δ, what training loses to a checkpoint, and M, the mean time between interruptions,
 *
 * <pre>τ = √(2δM) · (1 + ⅓ √(δ/2M) + ⅑ (δ/2M)) − δ for δ &lt; 2M, else τ = M</pre>
 *
 * <p>Uploads go on beside the training. What they slow it down by is part of δ; how long they take
 * is not, but no checkpoint is written before the last one is in storage.
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
   * @param checkpointCost mean time that training loses to a checkpoint
   * @param uploadTime mean time that a checkpoint takes to get to storage
   * @param poolHeld for how long nodes of the pool held jobs lately, all together
   * @param poolInterruptions how many of those attempts were interrupted
   */
  public record Measured(
      Optional<Double> stepsPerSecond,
      Optional<Duration> checkpointCost,
      Optional<Duration> uploadTime,
      Duration poolHeld,
      int poolInterruptions) {
    static final Measured NOTHING =
        new Measured(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, 0);
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
    Duration cost = measured.checkpointCost().orElse(USUAL_COST);
    double best = optimum(seconds(cost), secondsBetweenInterruptions(measured));
    // A checkpoint is in storage before the next one is written.
    double least = Math.max(seconds(SHORTEST), seconds(measured.uploadTime().orElse(cost)));
    return Math.max(least, Math.min(seconds(LONGEST), best));
  }

  /**
   * Daly's interval, from the end of a checkpoint to the begin of the next, in the arguments' unit.
   *
   * @param cost of a checkpoint, at least 0
   * @param meanTime between interruptions, more than 0
   */
  static double optimum(double cost, double meanTime) {
    double half = cost / (2 * meanTime);
    if (half >= 1) {
      return meanTime;
    }
    return Math.sqrt(2 * cost * meanTime) * (1 + Math.sqrt(half) / 3 + half / 9) - cost;
  }

  private static double secondsBetweenInterruptions(Measured measured) {
    return (seconds(measured.poolHeld()) + seconds(IMAGINED_INTERRUPTION))
        / (measured.poolInterruptions() + 1);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
