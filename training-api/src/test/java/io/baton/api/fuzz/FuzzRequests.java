package io.baton.api.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.platform.ContractDocument.Operation;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.client.Json;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes requests of one operation, good ones and others. */
final class FuzzRequests {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> CONTENT_TYPES =
      List.of(
          "text/plain", "application/xml", "application/json; charset=utf-16", "*/*", "nonsense");
  private static final List<String> KEYS =
      List.of("Bearer", "Bearer nonsense", "Basic YTpi", "Bearer " + "x".repeat(3000));
  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Accept-Language",
          "Idempotency-Key",
          "Last-Event-ID",
          "Range",
          "Prefer",
          "Accept-Encoding",
          "X-Forwarded-For",
          "If-None-Match",
          "traceparent");

  private final SampleValues samples;
  private final Nonsense nonsense;
  private final Random random;

  FuzzRequests(SampleValues samples, Nonsense nonsense, Random random) {
    this.samples = samples;
    this.nonsense = nonsense;
    this.random = random;
  }

  /** As the contract wants it; what lies behind it may still refuse. */
  HttpRequest good(Operation operation) {
    return request(operation, Spoil.NOTHING);
  }

  /** With something wrong, mostly. */
  HttpRequest bad(Operation operation) {
    return request(operation, Spoil.values()[random.nextInt(Spoil.values().length)]);
  }

  private enum Spoil {
    NOTHING,
    PATH,
    QUERY,
    UNKNOWN_QUERY,
    BODY,
    BODY_MORE,
    GARBAGE,
    CONTENT_TYPE,
    HEADER,
    KEY
  }

  private HttpRequest request(Operation operation, Spoil spoil) {
    URI address = address(operation, spoil);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(TIMEOUT);
    if (spoil == Spoil.KEY) {
      request.header("Authorization", any(KEYS));
    } else {
      request.header("Authorization", "Bearer " + TestKeys.OPERATOR);
    }
    JsonNode schema = operation.node().at("/requestBody/content/application~1json/schema");
    if (schema.isMissingNode()) {
      request.method(method(operation), BodyPublishers.noBody());
    } else {
      request
          .method(method(operation), BodyPublishers.ofByteArray(body(schema, spoil)))
          .header(
              "Content-Type",
              spoil == Spoil.CONTENT_TYPE ? any(CONTENT_TYPES) : "application/json");
    }
    if (spoil == Spoil.HEADER) {
      request.header(any(HEADERS), printable(nonsense.text()));
    }
    return request.build();
  }

  private static String method(Operation operation) {
    return operation.method().toUpperCase(Locale.ROOT);
  }

  private byte[] body(JsonNode schema, Spoil spoil) {
    JsonNode body = samples.of(schema);
    if (spoil == Spoil.BODY || spoil == Spoil.BODY_MORE) {
      body = nonsense.spoiled(body);
    }
    if (spoil == Spoil.BODY_MORE) {
      body = nonsense.spoiled(nonsense.spoiled(body));
    }
    byte[] written = written(body);
    return spoil == Spoil.GARBAGE ? nonsense.garbage(written) : written;
  }

  private static byte[] written(JsonNode body) {
    try {
      return Json.mapper().writeValueAsBytes(body);
    } catch (JsonProcessingException loneSurrogate) {
      return "{\"name\":\"\\ud800\"}".getBytes(StandardCharsets.US_ASCII);
    }
  }

  private URI address(Operation operation, Spoil spoil) {
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "path" ->
            path = path.replace("{" + name + "}", encoded(value(parameter, spoil == Spoil.PATH)));
        case "query" -> {
          if (spoil == Spoil.QUERY || random.nextInt(3) == 0) {
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value(parameter, spoil == Spoil.QUERY)));
          }
        }
        default -> {}
      }
    }
    if (spoil == Spoil.UNKNOWN_QUERY) {
      query
          .append(query.isEmpty() ? '?' : '&')
          .append(encoded(inAddress(nonsense.text())))
          .append("=1");
    }
    return URI.create(RestAssured.baseURI + ":" + RestAssured.port + path + query);
  }

  private String value(JsonNode parameter, boolean spoiled) {
    if (spoiled && random.nextInt(4) > 0) {
      return inAddress(nonsense.text());
    }
    return samples.of(parameter.path("name").asText(), parameter.path("schema")).asText();
  }

  /** Longer addresses are refused below the service; an empty part is another address. */
  private static String inAddress(String text) {
    return text.isEmpty() ? " " : text.substring(0, Math.min(400, text.length()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String printable(String text) {
    return text.substring(0, Math.min(1000, text.length())).replaceAll("[^ -~]", "?");
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
