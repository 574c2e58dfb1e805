package io.baton.api.pool.demand;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** How much work waits. */
final class Backlog {
  private Backlog() {}

  /**
   * How long one node would take for the jobs that wait, in seconds. A base model that was never
   * measured counts with the mean of the measured ones; empty where none was.
   *
   * @param speeds steps a second of a node, by base model
   */
  static Optional<Double> nodeSeconds(List<WaitingJobs> waiting, Map<String, Double> speeds) {
    OptionalDouble mean = speeds.values().stream().mapToDouble(Double::doubleValue).average();
    if (mean.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        waiting.stream()
            .mapToDouble(
                jobs ->
                    jobs.jobs()
                        * jobs.steps()
                        / speeds.getOrDefault(jobs.baseModel(), mean.getAsDouble()))
            .sum());
  }
}
