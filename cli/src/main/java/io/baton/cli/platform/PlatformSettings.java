package io.baton.cli.platform;

import java.time.Duration;

/**
 * How a local platform runs.
 *
 * @param apiPort of the training API, on loopback
 * @param minNodes nodes that run even when there is nothing to do
 * @param maxNodes nodes that never are exceeded
 * @param idle how long a node that is not needed stays
 * @param lease how long a silent node keeps its job
 * @param heartbeat how often nodes renew it
 * @param grace how long a node may drain
 * @param durable whether the database waits for the disk
 */
public record PlatformSettings(
    DataDirectory data,
    int apiPort,
    int minNodes,
    int maxNodes,
    Duration idle,
    Duration lease,
    Duration heartbeat,
    Duration grace,
    boolean durable) {}
