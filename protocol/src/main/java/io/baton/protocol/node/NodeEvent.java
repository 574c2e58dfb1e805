package io.baton.protocol.node;

import java.time.Instant;

/**
 * Something that happened to a node.
 *
 * @param sequence its place among all nodes' events, at least 1
 * @param node whom it happened to
 * @param type what it was
 * @param at when the service knew of it
 * @param text one sentence
 */
public record NodeEvent(long sequence, NodeId node, NodeEventType type, Instant at, String text) {}
