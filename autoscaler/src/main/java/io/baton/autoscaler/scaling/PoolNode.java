package io.baton.autoscaler.scaling;

import io.baton.protocol.node.NodeId;
import java.time.Instant;

/**
 * A node that takes work, as the decision sees it.
 *
 * @param busy whether it holds a job
 * @param notNeededSince when it last held a job or was started
 */
public record PoolNode(NodeId id, boolean busy, Instant notNeededSince) {}
