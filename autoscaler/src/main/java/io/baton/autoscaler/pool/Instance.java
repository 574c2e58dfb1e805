package io.baton.autoscaler.pool;

import io.baton.protocol.node.NodeId;
import java.time.Instant;

/**
 * A node that a provider runs.
 *
 * @param processId of the agent, which is the id of its process group too
 * @param stopping whether it was told to drain and stop
 */
public record Instance(NodeId node, long processId, Instant startedAt, boolean stopping) {}
