package io.baton.protocol.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.job.Attempt;
import java.time.Instant;
import java.util.Optional;

/** A committed checkpoint. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Checkpoint(
    int step,
    Attempt attempt,
    String manifestKey,
    String manifestSha256,
    long bytes,
    Optional<Double> loss,
    Instant committedAt) {}
