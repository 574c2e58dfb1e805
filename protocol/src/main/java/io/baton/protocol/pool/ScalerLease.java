package io.baton.protocol.pool;

import java.time.Instant;

/**
 * Who may act on a pool.
 *
 * @param holder the autoscaler that may; the one that asked, or another
 * @param until when that ends unless it asks again, on the database's clock
 */
public record ScalerLease(String holder, Instant until) {}
