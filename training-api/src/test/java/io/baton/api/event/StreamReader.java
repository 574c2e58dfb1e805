package io.baton.api.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.api.platform.Await;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.client.Json;
import io.baton.protocol.event.JobEvent;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows a stream over a socket and keeps what comes. */
final class StreamReader implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final InputStream body;
  private final List<JobEvent> events = new ArrayList<>();
  private String lastId;
  private int comments;
  private boolean ended;

  private StreamReader(InputStream body) {
    this.body = body;
    Thread reader = new Thread(this::read, "stream-reader");
    reader.setDaemon(true);
    reader.start();
  }

  /** Opens a stream and returns once the service has said that it is there. */
  static StreamReader open(String query, Optional<String> lastEventId, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/events" + query))
            .header("Authorization", "Bearer " + key);
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    try {
      HttpResponse<InputStream> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new AssertionError("HTTP " + response.statusCode());
      }
      StreamReader reader = new StreamReader(response.body());
      Await.until(reader::comments, count -> count > 0);
      return reader;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static StreamReader open(String query, Optional<String> lastEventId) {
    return open(query, lastEventId, TestKeys.OPERATOR);
  }

  static StreamReader open(String query) {
    return open(query, Optional.empty());
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line);
      }
    } catch (IOException closed) {
      // The end of it, whoever brought it about.
    }
    synchronized (this) {
      ended = true;
    }
  }

  private synchronized void take(String line) throws JsonProcessingException {
    if (line.startsWith(":")) {
      comments++;
    } else if (line.startsWith("id:")) {
      lastId = line.substring("id:".length()).strip();
    } else if (line.startsWith("data:")) {
      events.add(Json.mapper().readValue(line.substring("data:".length()), JobEvent.class));
    }
  }

  /** Waits until that many have come. */
  List<JobEvent> await(int count) {
    return Await.until(this::events, got -> got.size() >= count);
  }

  synchronized List<JobEvent> events() {
    return List.copyOf(events);
  }

  synchronized int comments() {
    return comments;
  }

  synchronized boolean ended() {
    return ended;
  }

  synchronized String lastId() {
    return lastId;
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
