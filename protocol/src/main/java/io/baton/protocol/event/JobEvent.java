package io.baton.protocol.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a job.
 *
 * @param sequence grows with time over all jobs
 * @param step optimizer steps at that moment
 * @param text one sentence for people
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobEvent(
    long sequence,
    JobId job,
    EventType type,
    Instant at,
    Optional<Attempt> attempt,
    Optional<NodeId> node,
    Optional<Integer> step,
    String text) {}
