package io.baton.protocol.node;

import java.time.Instant;

/**
 * Why a node is to become empty.
 *
 * @param reason one sentence
 * @param since when it was told
 */
public record Drain(String reason, Instant since) {}
