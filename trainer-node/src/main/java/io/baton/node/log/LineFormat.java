package io.baton.node.log;

import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** {@code 2026-01-31T10:15:30.123Z INFO [job j1 attempt 2] message}. */
final class LineFormat extends Formatter {
  private final CurrentAttempt current;
  private final Optional<Integer> gpu;

  LineFormat(CurrentAttempt current, Optional<Integer> gpu) {
    this.current = current;
    this.gpu = gpu;
  }

  @Override
  public String format(LogRecord line) {
    StringBuilder text = new StringBuilder();
    text.append(line.getInstant().truncatedTo(ChronoUnit.MILLIS)).append(' ');
    text.append(line.getLevel().getName()).append(' ');
    gpu.ifPresent(index -> text.append("[gpu ").append(index).append("] "));
    current
        .subject()
        .ifPresent(
            subject ->
                text.append("[job ")
                    .append(subject.job())
                    .append(" attempt ")
                    .append(subject.attempt())
                    .append("] "));
    // A line break in a message must not look like a line of its own.
    text.append(formatMessage(line).replace('\n', ' ').replace('\r', ' ')).append('\n');
    if (line.getThrown() != null) {
      text.append(Trace.of(line.getThrown()));
    }
    return text.toString();
  }
}
