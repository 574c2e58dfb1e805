package io.baton.protocol.node;

import io.baton.protocol.field.Fields;
import java.util.List;

/**
 * Some of a node's events, oldest first.
 *
 * @param events at most 1,000 entries; ask again with the last one's sequence for more; default
 *     none
 */
public record NodeEventPage(List<NodeEvent> events) {
  public NodeEventPage {
    events = Fields.listOrEmpty(events);
  }
}
