package io.baton.api.observe;

/**
 * How much there is of what at one moment, over all replicas.
 *
 * @param stalled running jobs whose lease has lapsed
 * @param webhookOldestSeconds how long the oldest pending delivery waits, 0 without one
 * @param outboxOldestSeconds how long the oldest event waits to leave the outbox, 0 without one
 * @param runningCost what the attempts that hold a job now have cost so far
 */
record FleetSample(
    long pending,
    long running,
    long stalled,
    long interrupted,
    long webhooksPending,
    double webhookOldestSeconds,
    long outboxWaiting,
    double outboxOldestSeconds,
    double runningCost) {}
