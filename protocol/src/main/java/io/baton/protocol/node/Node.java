package io.baton.protocol.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.job.JobId;
import io.baton.protocol.pool.PoolName;
import java.time.Instant;
import java.util.Optional;

/**
 * A machine that asks for work.
 *
 * @param id its name
 * @param pool it belongs to
 * @param host where it runs, for people
 * @param processId of the agent on that host, at least 1
 * @param gpu the GPU's product name; absent: it trains on its CPU
 * @param lastSeenAt when it made its last call
 * @param job what it holds now; absent: nothing
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
