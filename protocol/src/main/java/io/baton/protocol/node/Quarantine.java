package io.baton.protocol.node;

import java.time.Instant;

/**
 * Why a node gets no work for a while.
 *
 * @param reason one sentence
 * @param since when it began
 * @param until when it ends by itself
 */
public record Quarantine(String reason, Instant since, Instant until) {}
