package io.baton.protocol.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.job.JobId;
import io.baton.protocol.pool.PoolName;
import java.time.Instant;
import java.util.Optional;

/**
 * A machine that asks for work.
 *
 * @param job what it holds now
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Node(
    NodeId id,
    PoolName pool,
    String host,
    long processId,
    Optional<String> gpu,
    Instant lastSeenAt,
    Optional<JobId> job) {}
