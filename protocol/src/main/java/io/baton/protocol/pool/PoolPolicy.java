package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.Optional;

/**
 * How a pool follows its demand, and what its nodes cost.
 *
 * @param minNodes nodes that run even when there is nothing to do, 0 to 10,000; default 0
 * @param maxNodes nodes that never are exceeded, 1 to 10,000, and at least minNodes; default 10
 * @param jobsPerNode jobs in line or running that one node is meant to work off, 1 to 10,000;
 *     default 1
 * @param idleSeconds how long a node that is not needed stays, 0 to 86,400 seconds; default 300
 * @param drainSeconds how long a node that is to stop may take to write a checkpoint and to give
 *     its job back, 1 to 86,400 seconds; default 120
 * @param targetWaitSeconds how long a job should wait for its first node at most, 0 to 604,800
 *     seconds; default 300
 * @param nodePricePerHour what an hour of one node costs, 0 to 1,000,000, in the currency of all
 *     costs; absent: unknown, and then costs are not counted
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PoolPolicy(
    Integer minNodes,
    Integer maxNodes,
    Integer jobsPerNode,
    Integer idleSeconds,
    Integer drainSeconds,
    Integer targetWaitSeconds,
    Optional<Double> nodePricePerHour) {
  public static final PoolPolicy DEFAULT =
      new PoolPolicy(null, null, null, null, null, null, Optional.empty());

  private static final int MAX_NODES = 10_000;
  private static final int DAY = 86_400;
  private static final int WEEK = 7 * DAY;

  public PoolPolicy {
    minNodes = Fields.orDefault(minNodes, 0);
    Fields.inRange("minNodes", minNodes, 0, MAX_NODES);
    maxNodes = Fields.orDefault(maxNodes, 10);
    Fields.inRange("maxNodes", maxNodes, 1, MAX_NODES);
    if (maxNodes < minNodes) {
      throw new InvalidFieldException(
          "maxNodes", "must be at least minNodes (" + minNodes + "), not " + maxNodes);
    }
    jobsPerNode = Fields.orDefault(jobsPerNode, 1);
    Fields.inRange("jobsPerNode", jobsPerNode, 1, MAX_NODES);
    idleSeconds = Fields.orDefault(idleSeconds, 300);
    Fields.inRange("idleSeconds", idleSeconds, 0, DAY);
    drainSeconds = Fields.orDefault(drainSeconds, 120);
    Fields.inRange("drainSeconds", drainSeconds, 1, DAY);
    targetWaitSeconds = Fields.orDefault(targetWaitSeconds, 300);
    Fields.inRange("targetWaitSeconds", targetWaitSeconds, 0, WEEK);
    nodePricePerHour = Fields.orDefault(nodePricePerHour, Optional.empty());
    nodePricePerHour.ifPresent(price -> Fields.inRange("nodePricePerHour", price, 0.0, 1e6));
  }
}
