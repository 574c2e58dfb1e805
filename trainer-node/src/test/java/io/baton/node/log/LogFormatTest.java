package io.baton.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  private final CurrentAttempt current = new CurrentAttempt();

  @Test
  void json_line_has_job_and_attempt_as_fields() throws Exception {
    current.set(new JobId("j1"), new Attempt(2));
    LogRecord line = line("two\nlines \"quoted\"");
    line.setThrown(new IllegalStateException("why"));

    String text = LogFormat.JSON.formatter(current, Optional.empty()).format(line);
    JsonNode json = Json.mapper().readTree(text);

    assertThat(text.lines()).hasSize(1);
    assertThat(json.path("time").asText()).isEqualTo("2026-01-31T10:15:30.123Z");
    assertThat(json.path("level").asText()).isEqualTo("WARNING");
    assertThat(json.path("job").asText()).isEqualTo("j1");
    assertThat(json.path("attempt").asInt()).isEqualTo(2);
    assertThat(json.path("message").asText()).isEqualTo("two\nlines \"quoted\"");
    assertThat(json.path("trace").asText()).startsWith("java.lang.IllegalStateException: why\n");
  }

  @Test
  void line_without_an_attempt_names_none() throws Exception {
    JsonNode json =
        Json.mapper()
            .readTree(LogFormat.JSON.formatter(current, Optional.empty()).format(line("idle")));

    assertThat(json.has("job")).isFalse();
    assertThat(LogFormat.TEXT.formatter(current, Optional.empty()).format(line("idle")))
        .isEqualTo("2026-01-31T10:15:30.123Z WARNING idle\n");
  }

  private static LogRecord line(String message) {
    LogRecord line = new LogRecord(Level.WARNING, message);
    line.setInstant(Instant.parse("2026-01-31T10:15:30.123Z"));
    line.setLoggerName("io.baton.node");
    return line;
  }
}
