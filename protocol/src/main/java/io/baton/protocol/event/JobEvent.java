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
 * @param sequence grows with time over all jobs, at least 1
 * @param job that it happened to
 * @param type what happened
 * @param at when
 * @param attempt the newest attempt then; absent before the first
 * @param node that held the job; absent when nobody did
 * @param step optimizer steps done then, at least 0; absent before the first attempt
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
