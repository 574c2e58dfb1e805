package io.baton.protocol.node;

import io.baton.protocol.job.JobId;
import java.time.Instant;

/**
 * A job that a node does not get again.
 *
 * @param job which job
 * @param node which node
 * @param reason one sentence: how the job failed there, or why an operator banned it
 * @param since when it began
 */
public record Ban(JobId job, NodeId node, String reason, Instant since) {}
