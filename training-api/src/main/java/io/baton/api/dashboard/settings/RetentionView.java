package io.baton.api.dashboard.settings;

import java.util.List;

/**
 * What is kept how long.
 *
 * @param operator whether the reader gets to see the keys, and what is kept of the fleet
 * @param round how often what is due is deleted
 */
public record RetentionView(boolean operator, List<Kept.Group> groups, String round) {}
