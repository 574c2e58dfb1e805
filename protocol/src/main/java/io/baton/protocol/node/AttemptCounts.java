package io.baton.protocol.node;

/**
 * How a node's attempts ended, since it was first seen.
 *
 * @param completed attempts that finished their job, at least 0
 * @param drained attempts whose job the node gave back, at least 0
 * @param lost attempts whose lease lapsed, at least 0
 * @param failed attempts whose trainer failed, at least 0
 * @param canceled attempts whose job was canceled, at least 0
 */
public record AttemptCounts(long completed, long drained, long lost, long failed, long canceled) {}
