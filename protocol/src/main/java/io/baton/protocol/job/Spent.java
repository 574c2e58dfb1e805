package io.baton.protocol.job;

/**
 * What a job has used so far: by the attempts that have ended, and by one that holds it until its
 * last heartbeat.
 *
 * @param runtimeSeconds seconds that nodes held the job, all attempts together, at least 0
 * @param cost of that time, in the currency of the pools' prices, at least 0; each attempt at the
 *     price that its pool had when it started
 * @param unpricedSeconds how much of that time, in seconds, counts nothing because the pool had no
 *     price, at least 0
 */
public record Spent(double runtimeSeconds, double cost, double unpricedSeconds) {}
