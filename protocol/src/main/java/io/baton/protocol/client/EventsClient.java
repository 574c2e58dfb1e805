package io.baton.protocol.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.JobId;
import java.util.List;
import java.util.Optional;

/** Events as they happen. Every call throws {@link ApiException}. */
public final class EventsClient {
  private final HttpJson http;

  public EventsClient(ApiEndpoint api) {
    this.http = new HttpJson(api);
  }

  /**
   * Opens a stream. It ends when the service or the network ends it; who comes back after the last
   * id misses nothing.
   *
   * @param job only its events; absent: of all jobs that the key can see
   * @param types only these; empty: all
   * @param after the id of the last event seen; 0: all that are kept; absent: from now on
   */
  public EventStream open(Optional<JobId> job, List<EventType> types, Optional<String> after) {
    StringBuilder path = new StringBuilder("v1/events?");
    job.ifPresent(id -> path.append("&job=").append(id));
    types.forEach(type -> path.append("&type=").append(type.wireName()));
    after.ifPresent(id -> path.append("&after=").append(id));
    return new EventStream(http.stream(path.toString()), EventsClient::event);
  }

  private static JobEvent event(String json) {
    try {
      return Json.mapper().readValue(json, JobEvent.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no event: " + e.getOriginalMessage(), e);
    }
  }
}
