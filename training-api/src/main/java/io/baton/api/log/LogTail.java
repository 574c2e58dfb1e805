package io.baton.api.log;

import io.baton.protocol.log.JobLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The end of a log, out of the parts in which it came. */
final class LogTail {
  private LogTail() {}

  /**
   * A part of a log.
   *
   * @param text without the last line break
   */
  record Part(long firstLine, String text) {}

  /** The last lines, oldest first. */
  static List<JobLog.Line> lines(List<Part> newestFirst, int count) {
    Deque<JobLog.Line> lines = new ArrayDeque<>();
    for (Part part : newestFirst) {
      String[] texts = part.text().split("\n", -1);
      for (int i = texts.length - 1; i >= 0; i--) {
        if (lines.size() == count) {
          return List.copyOf(lines);
        }
        lines.addFirst(new JobLog.Line(part.firstLine() + i, texts[i]));
      }
    }
    return List.copyOf(lines);
  }

  /** For people: a line each, and one for those that never came. */
  static String text(List<JobLog.Line> lines) {
    StringBuilder text = new StringBuilder();
    long expected = lines.isEmpty() ? 0 : lines.get(0).number();
    for (JobLog.Line line : lines) {
      if (line.number() > expected) {
        text.append("... lines that the node did not send: ")
            .append(line.number() - expected)
            .append('\n');
      }
      text.append(line.text()).append('\n');
      expected = line.number() + 1;
    }
    return text.toString();
  }
}
