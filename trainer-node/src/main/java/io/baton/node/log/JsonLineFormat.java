package io.baton.node.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.protocol.client.Json;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * {@code {"time":"…","level":"INFO","job":"j1","attempt":2,"logger":"…","message":"…"}}; a trace is
 * one text in {@code trace}.
 */
final class JsonLineFormat extends Formatter {
  private final CurrentAttempt current;
  private final Optional<Integer> gpu;

  JsonLineFormat(CurrentAttempt current, Optional<Integer> gpu) {
    this.current = current;
    this.gpu = gpu;
  }

  @Override
  public String format(LogRecord line) {
    ObjectNode fields = Json.mapper().createObjectNode();
    fields.put("time", line.getInstant().toString());
    fields.put("level", line.getLevel().getName());
    gpu.ifPresent(index -> fields.put("gpu", index));
    current
        .subject()
        .ifPresent(
            subject -> {
              fields.put("job", subject.job().value());
              fields.put("attempt", subject.attempt().number());
            });
    fields.put("logger", String.valueOf(line.getLoggerName()));
    fields.put("message", formatMessage(line));
    if (line.getThrown() != null) {
      fields.put("trace", Trace.of(line.getThrown()));
    }
    try {
      return Json.mapper().writeValueAsString(fields) + "\n";
    } catch (JsonProcessingException textsCanAlwaysBeWritten) {
      throw new IllegalStateException(textsCanAlwaysBeWritten);
    }
  }
}
