package io.baton.api.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import io.baton.protocol.event.JobEvent;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Events as messages: JSON, with the job's id as the key, so that a broker keeps a job's events in
 * order.
 */
public final class EventMessages {
  /** The channel that events leave by. */
  public static final String OUT = "job-events-out";

  /** The channel that they come back by. */
  public static final String IN = "job-events-in";

  private EventMessages() {}

  public static Message<String> of(JobEvent event) {
    try {
      return Message.of(Json.mapper().writeValueAsString(event))
          .addMetadata(
              OutgoingKafkaRecordMetadata.<String>builder().withKey(event.job().value()).build());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event cannot be written as JSON", e);
    }
  }

  /** Reads what this or another version of the service wrote. */
  public static JobEvent parse(String json) throws JsonProcessingException {
    return Json.mapper().readValue(json, JobEvent.class);
  }
}
