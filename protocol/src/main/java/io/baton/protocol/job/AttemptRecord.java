package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt in a job's history.
 *
 * @param resumedFromStep the committed checkpoint it started from; 0 without one
 * @param lastStep the last step it reported
 * @param stepsLost steps that its successor had to do again; known once it ended
 * @param outcome absent while it holds the job
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AttemptRecord(
    Attempt attempt,
    NodeId node,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<AttemptOutcome> outcome,
    Optional<String> reason,
    int resumedFromStep,
    int lastStep,
    int stepsLost) {}
