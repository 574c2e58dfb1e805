package io.baton.autoscaler.saladcloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.client.Json;
import java.util.Optional;

/**
 * What SaladCloud answered.
 *
 * @param body JSON, or an HTML page where an error did not come from the API itself
 * @param retryAfter the header of that name
 */
record SaladAnswer(int status, String body, Optional<String> retryAfter) {
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int TOO_MANY_REQUESTS = 429;

  private static final int MOST_DETAIL = 300;

  boolean good() {
    return status / 100 == 2;
  }

  boolean tooMany() {
    return status == TOO_MANY_REQUESTS;
  }

  /** Whether the same request may be answered otherwise a little later. */
  boolean passing() {
    return tooMany() || status / 100 == 5;
  }

  /** Whether only another key or other settings could help. */
  boolean blamesSettings() {
    return status == UNAUTHORIZED || status == FORBIDDEN || status == NOT_FOUND;
  }

  /** What ProblemDetails says in its {@code detail}, else in its {@code title}. */
  Optional<String> detail() {
    try {
      JsonNode problem = Json.mapper().readTree(body);
      return text(problem, "detail").or(() -> text(problem, "title"));
    } catch (JsonProcessingException anHtmlPage) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode problem, String field) {
    return Optional.ofNullable(problem.path(field).textValue())
        .map(text -> text.replaceAll("\\s+", " ").strip())
        .filter(text -> !text.isEmpty())
        .map(text -> text.length() > MOST_DETAIL ? text.substring(0, MOST_DETAIL) + "…" : text);
  }

  /** "HTTP 500 (Out of order.)" */
  @Override
  public String toString() {
    return "HTTP " + status + detail().map(text -> " (" + text + ")").orElse("");
  }
}
