package io.baton.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.client.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a service says of itself to everybody.
 *
 * @param parts what it stands on, and whether that answers it
 * @param skew how far this machine's clock is ahead of its clock; absent: it does not tell
 * @param version of the service; absent: it does not tell
 */
record ServiceHealth(
    Map<String, Boolean> parts, Optional<Duration> skew, Optional<String> version) {

  /** Nothing answers there, or something else does. */
  static final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1L;

    UnansweredException(String why, Throwable cause) {
      super(why, cause);
    }
  }

  static ServiceHealth of(URI api, Duration patience) throws UnansweredException {
    HttpClient http = HttpClient.newBuilder().connectTimeout(patience).build();
    Instant asked = Instant.now();
    HttpResponse<String> ready = get(http, api.resolve("/q/health/ready"), patience);
    Instant answered = Instant.now();
    Instant between = asked.plus(Duration.between(asked, answered).dividedBy(2));
    try {
      JsonNode document = Json.mapper().readTree(ready.body());
      if (document == null || !document.has("checks")) {
        throw new UnansweredException("what answers there is not Baton", null);
      }
      Map<String, Boolean> parts = new TreeMap<>();
      document
          .path("checks")
          .forEach(
              check -> {
                boolean up = "UP".equals(check.path("status").asText());
                part(check.path("name").asText()).ifPresent(name -> parts.put(name, up));
              });
      return new ServiceHealth(parts, skew(ready, between), version(http, api, patience));
    } catch (JsonProcessingException e) {
      throw new UnansweredException("what answers there is not Baton", e);
    }
  }

  /** What people know by name; what is left concerns the service alone. */
  private static Optional<String> part(String check) {
    String name = check.toLowerCase(Locale.ROOT);
    if (name.contains("database")) {
      return Optional.of("Database");
    }
    return name.contains("storage") ? Optional.of("Storage") : Optional.empty();
  }

  private static HttpResponse<String> get(HttpClient http, URI address, Duration patience)
      throws UnansweredException {
    try {
      return http.send(
          HttpRequest.newBuilder(address).timeout(patience).build(), BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new UnansweredException("nothing answers there", e);
    } catch (IOException e) {
      throw new UnansweredException("no answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("the call was interrupted", e);
    }
  }

  /** The header is right to a second, and means the second that has begun. */
  private static Optional<Duration> skew(HttpResponse<String> response, Instant now) {
    return response
        .headers()
        .firstValue("Date")
        .flatMap(ServiceHealth::time)
        .map(theirs -> Duration.between(theirs.plusMillis(500), now));
  }

  private static Optional<Instant> time(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> version(HttpClient http, URI api, Duration patience)
      throws UnansweredException {
    HttpResponse<String> contract = get(http, api.resolve("/openapi?format=json"), patience);
    try {
      JsonNode version = Json.mapper().readTree(contract.body()).at("/info/version");
      return version.isTextual() ? Optional.of(version.asText()) : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }
}
