package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a pool, for a chart.
 *
 * @param pool the pool's name
 * @param points oldest first; default none
 */
public record PoolHistory(PoolName pool, List<Point> points) {
  public PoolHistory {
    points = Fields.listOrEmpty(points);
  }

  /**
   * The mean of some samples that follow each other.
   *
   * @param at when the first of them was taken
   * @param samples how many, at least 1
   * @param claimable jobs that waited and that the pool's nodes might take, at least 0
   * @param requested replicas that its provider was asked for, at least 0; absent: no autoscaler
   *     reported
   * @param runningNodes nodes that its provider ran, or that were online where no autoscaler
   *     reported, at least 0
   * @param busyNodes nodes that held a job, at least 0
   * @param costPerHour what its nodes cost in an hour, at least 0; absent without a price
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Point(
      Instant at,
      int samples,
      double claimable,
      Optional<Double> requested,
      double runningNodes,
      double busyNodes,
      Optional<Double> costPerHour) {
    public Point {
      requested = Fields.orEmpty(requested);
      costPerHour = Fields.orEmpty(costPerHour);
    }
  }
}
