package io.baton.autoscaler.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What came of one run.
 *
 * @param completed jobs
 * @param failed jobs
 * @param unfinished jobs at the horizon
 * @param medianWait from being submitted to the first claim, in seconds; and of 95 in 100 jobs
 * @param medianCompletion from being submitted to completion, in seconds; and of 95 in 100 jobs
 * @param lastEnd from the beginning until the last job ended, in seconds
 * @param hours of billed node time, by what they went into
 * @param billedHours as the provider counts them
 * @param cost of these
 * @param busyRemovedWhileIdle nodes with a job that a scale-in chose although an idle one stayed
 * @param busyRemoved nodes with a job that a scale-in chose
 * @param removed nodes that scale-ins ended
 * @param replaced nodes that were replaced by others
 * @param interruptions machines that vanished
 * @param mostNodes that ran at once
 * @param curve how it went
 */
public record Outcome(
    String rule,
    long seed,
    int completed,
    int failed,
    int unfinished,
    double medianWait,
    double p95Wait,
    double medianCompletion,
    double p95Completion,
    double lastEnd,
    Map<Use, Double> hours,
    double billedHours,
    double cost,
    int busyRemovedWhileIdle,
    int busyRemoved,
    int removed,
    int replaced,
    int interruptions,
    int mostNodes,
    List<Point> curve) {
  public Outcome {
    hours = new EnumMap<>(hours);
    curve = List.copyOf(curve);
  }

  @Override
  public Map<Use, Double> hours() {
    return new EnumMap<>(hours);
  }

  /** Billed node time that went into nothing, in hours. */
  public double wastedHours() {
    return hours.entrySet().stream()
        .filter(each -> each.getKey().wasted())
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** All billed time but the useful, in hours. */
  public double overheadHours() {
    return billedHours - hours.get(Use.USEFUL);
  }

  /**
   * The pool at one moment.
   *
   * @param hours since the beginning
   * @param queued jobs that wait
   * @param wanted replicas that the provider was asked for
   * @param running nodes that are billed
   * @param busy nodes that hold a job
   * @param cost so far
   * @param wastedHours node hours wasted so far
   */
  public record Point(
      double hours,
      int queued,
      int wanted,
      int running,
      int busy,
      double cost,
      double wastedHours) {}
}
