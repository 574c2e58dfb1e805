package io.baton.protocol.client;

import io.baton.protocol.event.JobEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * Server-sent events as they come. One thread reads; any may close.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">The format</a>
 */
public final class EventStream implements AutoCloseable {
  private final InputStream body;
  private final BufferedReader lines;
  private final Function<String, JobEvent> reader;
  private Optional<String> lastId = Optional.empty();

  EventStream(InputStream body, Function<String, JobEvent> reader) {
    this.body = body;
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    this.reader = reader;
  }

  /**
   * Something that came.
   *
   * @param id to come back after; absent before the first
   * @param event what happened; absent: a sign of life
   */
  public record Message(Optional<String> id, Optional<JobEvent> event) {}

  /**
   * Waits for what comes next; empty when the stream has ended.
   *
   * @throws UncheckedIOException when the connection broke or was closed
   */
  public Optional<Message> next() {
    StringBuilder data = new StringBuilder();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          return Optional.of(
              new Message(
                  lastId,
                  data.length() == 0
                      ? Optional.empty()
                      : Optional.of(reader.apply(data.toString()))));
        }
        if (line.startsWith("id:")) {
          lastId = Optional.of(value(line));
        } else if (line.startsWith("data:")) {
          data.append(data.length() == 0 ? "" : "\n").append(value(line));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String value(String line) {
    String text = line.substring(line.indexOf(':') + 1);
    return text.startsWith(" ") ? text.substring(1) : text;
  }

  /** Ends the stream; who waits for its next message gets none. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException alreadyBroken) {
      // It is closed either way.
    }
  }
}
