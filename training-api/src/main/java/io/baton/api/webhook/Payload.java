package io.baton.api.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import io.baton.protocol.event.JobEvent;
import java.time.Instant;

/** The body that receivers get, as Standard Webhooks propose it. */
record Payload(String type, Instant timestamp, Object data) {

  static String of(JobEvent event) {
    return json(new Payload(event.type().wireName(), event.at(), event));
  }

  static String test(String webhook, Instant at) {
    return json(
        new Payload(
            DeliveryLog.TEST_TYPE, at, new Test(webhook, "A test event: nothing happened.")));
  }

  private static String json(Payload payload) {
    try {
      return Json.mapper().writeValueAsString(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event cannot be written as JSON", e);
    }
  }

  private record Test(String webhook, String text) {}
}
