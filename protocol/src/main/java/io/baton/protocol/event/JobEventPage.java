package io.baton.protocol.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A part of a job's history.
 *
 * @param events oldest first, at most 1,000 entries
 * @param next the sequence to ask on after, at least 1; absent: there are no more for now
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobEventPage(List<JobEvent> events, Optional<Long> next) {
  public JobEventPage {
    events = Fields.listOrEmpty(events);
    next = Fields.orDefault(next, Optional.empty());
  }
}
