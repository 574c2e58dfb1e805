package io.baton.node.feed;

import io.baton.protocol.log.LogLines;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Lines that were not sent yet. When there are too many, the oldest are forgotten and keep their
 * numbers, so that the service knows that some are missing. Not thread-safe.
 */
final class PendingLines {
  private final int capacity;
  private final Deque<String> lines = new ArrayDeque<>();
  private long first;

  PendingLines(int capacity) {
    this.capacity = capacity;
  }

  void add(String line) {
    if (lines.size() == capacity) {
      lines.removeFirst();
      first++;
    }
    String clean = line.replace('\0', ' ').replace('\r', ' ').replace('\n', ' ');
    lines.addLast(
        clean.length() > LogLines.MAX_CHARACTERS
            ? clean.substring(0, LogLines.MAX_CHARACTERS)
            : clean);
  }

  /** The oldest lines, as many as one call takes; empty when there are none. */
  Optional<LogLines> oldest() {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    List<String> taken = new ArrayList<>();
    for (String line : lines) {
      if (taken.size() == LogLines.MAX_LINES) {
        break;
      }
      taken.add(line);
    }
    return Optional.of(new LogLines(first, taken));
  }

  /** Forgets what was sent. */
  void remove(LogLines sent) {
    long end = sent.firstLine() + sent.lines().size();
    while (first < end && !lines.isEmpty()) {
      lines.removeFirst();
      first++;
    }
  }
}
