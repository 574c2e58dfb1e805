package io.baton.protocol.pool;

import io.baton.protocol.node.NodeState;

/**
 * The nodes of a pool by state; see {@link NodeState}.
 *
 * @param idle ask for work and have none, at least 0
 * @param busy hold a job, at least 0
 * @param draining are to become empty, at least 0
 * @param quarantined get no work for a while, at least 0
 * @param offline were not heard of lately, at least 0
 */
public record NodeCounts(int idle, int busy, int draining, int quarantined, int offline) {
  public static final NodeCounts NONE = new NodeCounts(0, 0, 0, 0, 0);
}
