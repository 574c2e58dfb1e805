package io.baton.protocol.pool;

import java.time.Instant;

/**
 * A decision about a pool. One that repeats the decision before it is counted there.
 *
 * @param sequence its place among all decisions, at least 1
 * @param pool whom it was about
 * @param at when it was first made
 * @param lastAt when it was made last
 * @param times how often it was made, at least 1
 * @param decision the decision as it was made last
 */
public record StoredScalingDecision(
    long sequence,
    PoolName pool,
    Instant at,
    Instant lastAt,
    int times,
    ScalingDecision decision) {}
