package io.baton.api.lease;

import io.baton.protocol.job.NodeRequirements;

/**
 * Jobs that any node which meets the requirements may claim now.
 *
 * @param jobs how many
 */
record Claimable(NodeRequirements requirements, int jobs) {}
