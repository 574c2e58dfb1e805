package io.baton.api.lease;

import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.pool.PoolName;
import java.util.Optional;

/**
 * What a node shows to act on a job.
 *
 * @param attempt the fencing token
 * @param pool whose nodes the caller may speak for; empty: of any
 */
public record LeaseToken(JobId job, Attempt attempt, Optional<PoolName> pool) {}
