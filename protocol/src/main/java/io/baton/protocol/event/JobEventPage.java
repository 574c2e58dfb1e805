package io.baton.protocol.event;

import io.baton.protocol.field.Fields;
import java.util.List;

/**
 * A job's events, oldest first; ask again with the last sequence to get those that follow.
 *
 * @param events at most 1,000 entries
 */
public record JobEventPage(List<JobEvent> events) {
  public JobEventPage {
    events = Fields.listOrEmpty(events);
  }
}
