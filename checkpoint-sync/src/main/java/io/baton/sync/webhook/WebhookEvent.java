package io.baton.sync.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened.
 *
 * @param id the same over all tries, so that a receiver can tell repetitions
 * @param type such as {@code run.checkpoint}
 * @param data strings, numbers, booleans, lists and maps
 */
public record WebhookEvent(String id, String type, Instant at, Map<String, Object> data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The form of the API's webhooks. */
  byte[] body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type);
    body.put("timestamp", at.toString());
    body.put("data", data);
    try {
      return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the event " + id + " cannot be written as JSON", e);
    }
  }
}
