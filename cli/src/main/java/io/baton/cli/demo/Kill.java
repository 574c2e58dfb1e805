package io.baton.cli.demo;

import io.baton.protocol.job.Attempt;
import io.baton.protocol.node.NodeId;
import java.time.Instant;

/**
 * A node that the demonstration killed.
 *
 * @param plannedStep asked for
 * @param seenStep the job's step when the signal was sent
 * @param processGroup that got SIGKILL
 */
record Kill(
    int plannedStep, int seenStep, Attempt attempt, NodeId node, long processGroup, Instant at) {}
