package io.baton.api.dashboard.frame;

/**
 * Who reads a page.
 *
 * @param name the owner whose things the key shows, or {@code operator}
 * @param operator whether the key shows everybody's things, nodes and money
 */
public record Reader(String name, boolean operator) {}
