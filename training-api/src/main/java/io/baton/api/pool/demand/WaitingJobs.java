package io.baton.api.pool.demand;

import io.baton.protocol.job.NodeRequirements;

/**
 * Jobs that wait and want the same of a node.
 *
 * @param claimClass what all of them have as {@code job.claim_class}
 * @param jobs how many, at most as many as are counted
 * @param lost those of them that lost their node
 * @param steps optimizer steps that one of them has left, on average over the first of them
 * @param oldestWaitSeconds how long the longest waiting of them has waited
 */
record WaitingJobs(
    String claimClass,
    NodeRequirements wanted,
    String baseModel,
    long jobs,
    long lost,
    double steps,
    double oldestWaitSeconds) {}
