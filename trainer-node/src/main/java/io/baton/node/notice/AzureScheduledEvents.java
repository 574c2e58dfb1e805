package io.baton.node.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.node.notice.Metadata.Answer;
import io.baton.protocol.client.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Azure's Scheduled Events (Azure documentation, "Scheduled Events for Linux VMs"). Machines of a
 * scale set or an availability set are told of each other's events: only those that name this
 * machine count.
 */
public final class AzureScheduledEvents implements InterruptionNotice {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** The first call turns the service on, which may take two minutes. */
  private static final Duration FIRST = Duration.ofSeconds(130);

  private static final String EVENTS = "/metadata/scheduledevents?api-version=2020-07-01";
  private static final String NAME =
      "/metadata/instance/compute/name?api-version=2021-02-01&format=text";
  private static final Map<String, String> HEADERS = Map.of("Metadata", "true");
  private static final Set<String> EVICTIONS = Set.of("Preempt", "Terminate");

  /** A machine that is frozen for seconds trains on. */
  private static final Set<String> MAINTENANCE = Set.of("Reboot", "Redeploy");

  private final Metadata metadata;
  private final boolean maintenance;
  private final boolean acknowledge;
  private final InstantSource time;
  private Optional<String> machine = Optional.empty();
  private Optional<String> eventId = Optional.empty();
  private boolean answered;

  /**
   * A notice by that service.
   *
   * @param maintenance whether a machine that is restarted or moved drains as well
   * @param acknowledge whether Azure is told that it need not wait any longer
   */
  public AzureScheduledEvents(
      Metadata metadata, boolean maintenance, boolean acknowledge, InstantSource time) {
    this.metadata = metadata;
    this.maintenance = maintenance;
    this.acknowledge = acknowledge;
    this.time = time;
  }

  @Override
  public String origin() {
    return "the metadata service of Azure";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public Optional<Notice> look() throws IOException, InterruptedException {
    for (JsonNode event : events()) {
      String type = event.path("EventType").asText();
      if (counts(type) && isForThisMachine(event)) {
        eventId = Optional.of(event.path("EventId").asText());
        return Optional.of(
            new Notice(
                "Azure has scheduled the event " + type + " for this machine.",
                left(event.path("NotBefore").asText())));
      }
    }
    eventId = Optional.empty();
    return Optional.empty();
  }

  @Override
  public void drained() throws IOException, InterruptedException {
    if (acknowledge && eventId.isPresent()) {
      Map<String, Object> request =
          Map.of("StartRequests", List.of(Map.of("EventId", eventId.get())));
      Answer answer = metadata.post(EVENTS, HEADERS, Json.mapper().writeValueAsString(request));
      if (answer.status() != 200) {
        throw answer.unexpected();
      }
    }
  }

  private JsonNode events() throws IOException, InterruptedException {
    Answer answer =
        answered ? metadata.get(EVENTS, HEADERS) : metadata.getSlowly(EVENTS, HEADERS, FIRST);
    try {
      JsonNode events = Json.mapper().readTree(answer.body()).path("Events");
      if (answer.status() == 200 && events.isArray()) {
        answered = true;
        return events;
      }
    } catch (JsonProcessingException notJson) {
      throw answer.unexpected();
    }
    throw answer.unexpected();
  }

  private boolean counts(String type) {
    return EVICTIONS.contains(type) || (maintenance && MAINTENANCE.contains(type));
  }

  private boolean isForThisMachine(JsonNode event) throws IOException, InterruptedException {
    if (machine.isEmpty()) {
      Answer answer = metadata.get(NAME, HEADERS);
      if (answer.status() != 200 || answer.body().isBlank()) {
        throw answer.unexpected();
      }
      machine = Optional.of(answer.body().strip());
    }
    for (JsonNode resource : event.path("Resources")) {
      if (resource.asText().equalsIgnoreCase(machine.get())) {
        return true;
      }
    }
    return false;
  }

  /** It is empty once the event has started. */
  private Optional<Duration> left(String notBefore) {
    try {
      Instant at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(notBefore, Instant::from);
      return Optional.of(Duration.between(time.instant(), at));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
