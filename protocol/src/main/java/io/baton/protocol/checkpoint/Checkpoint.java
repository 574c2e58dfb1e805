package io.baton.protocol.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.job.Attempt;
import java.time.Instant;
import java.util.Optional;

/**
 * A committed checkpoint.
 *
 * @param step optimizer steps done, at least 1
 * @param attempt that wrote it
 * @param manifestKey the manifest's name in storage
 * @param manifestSha256 of the manifest's bytes, 64 hexadecimal digits in lower case
 * @param bytes of all its files, at least 0
 * @param loss at that step, any finite number; absent when it was not reported
 * @param committedAt when it was recorded
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Checkpoint(
    int step,
    Attempt attempt,
    String manifestKey,
    String manifestSha256,
    long bytes,
    Optional<Double> loss,
    Instant committedAt) {}
