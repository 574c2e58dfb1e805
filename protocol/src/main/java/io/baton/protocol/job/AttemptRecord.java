package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.work.AtRisk;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt in a job's history.
 *
 * @param attempt its number
 * @param node that held the job
 * @param startedAt when it took the job
 * @param endedAt absent while it holds the job
 * @param outcome absent while it holds the job
 * @param reason why it ended: one sentence; absent while it holds the job
 * @param resumedFromStep the committed checkpoint it started from, at least 0; 0 without one
 * @param lastStep the last step it reported, at least 0; what was lost with its node it may have
 *     trained further
 * @param atRisk what would be lost with the node now; absent once it has ended
 * @param stepsLost steps that its successor had to do again, at least 0; known once it ended, as
 *     far as it had reported them
 * @param firstStepAt when it was known to have done a step of its own; absent before
 * @param pricePerHour what an hour of its node cost when it started, in the currency of the pools'
 *     prices, at least 0; absent where no price was known
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
    Optional<AtRisk> atRisk,
    int stepsLost,
    Optional<Instant> firstStepAt,
    Optional<Double> pricePerHour) {}
