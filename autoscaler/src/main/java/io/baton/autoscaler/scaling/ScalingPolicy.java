package io.baton.autoscaler.scaling;

import io.baton.protocol.pool.PoolPolicy;
import java.time.Duration;

/**
 * How a pool follows its demand.
 *
 * @param minNodes nodes that run even when there is nothing to do
 * @param maxNodes nodes that never are exceeded
 * @param jobsPerNode jobs that one node is meant to work off
 * @param idle how long a node that is not needed stays
 */
public record ScalingPolicy(int minNodes, int maxNodes, int jobsPerNode, Duration idle) {
  public ScalingPolicy {
    if (minNodes < 0) {
      throw new IllegalArgumentException("min-nodes must be at least 0, not " + minNodes);
    }
    if (maxNodes < 1 || maxNodes < minNodes) {
      throw new IllegalArgumentException(
          "max-nodes must be at least 1 and at least min-nodes ("
              + minNodes
              + "), not "
              + maxNodes);
    }
    if (jobsPerNode < 1) {
      throw new IllegalArgumentException("jobs-per-node must be at least 1, not " + jobsPerNode);
    }
    if (idle.isNegative()) {
      throw new IllegalArgumentException("idle must not be negative, not " + idle);
    }
  }

  /** As operators set it at the API. */
  public static ScalingPolicy of(PoolPolicy policy) {
    return new ScalingPolicy(
        policy.minReplicas(),
        policy.maxReplicas(),
        policy.jobsPerNode(),
        Duration.ofSeconds(policy.idleSeconds()));
  }

  /** Nodes for that many jobs: rounded up, within the limits. */
  public int nodesFor(long jobs) {
    long needed = (jobs + jobsPerNode - 1) / jobsPerNode;
    return (int) Math.max(minNodes, Math.min(maxNodes, needed));
  }
}
