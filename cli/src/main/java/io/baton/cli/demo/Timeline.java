package io.baton.cli.demo;

import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.AttemptRecord;
import java.util.ArrayList;
import java.util.List;

/** Draws a job's attempts over its steps, one line each. */
final class Timeline {
  private static final int WIDTH = 48;

  private Timeline() {}

  /** Lines with picocli's markup. */
  static List<String> lines(JobRecord record) {
    int total = Math.max(1, record.job().progress().totalSteps());
    List<String> lines = new ArrayList<>();
    for (AttemptRecord attempt : record.attempts()) {
      int kept = attempt.lastStep() - attempt.stepsLost();
      lines.add(
          "attempt %s  %-9s %s %3d → %-3d %s"
              .formatted(
                  attempt.attempt(),
                  attempt.node(),
                  bar(attempt, kept, total),
                  attempt.resumedFromStep(),
                  attempt.lastStep(),
                  ending(attempt)));
    }
    lines.add("checkpoints          " + checkpoints(record, total));
    return lines;
  }

  private static String bar(AttemptRecord attempt, int kept, int total) {
    int from = column(attempt.resumedFromStep(), total);
    int keptTo = Math.max(from, column(kept, total));
    int to = Math.max(keptTo, column(attempt.lastStep(), total));
    return " ".repeat(from)
        + markup("green", "━".repeat(keptTo - from))
        + markup("red", "╳".repeat(to - keptTo))
        + " ".repeat(WIDTH - to);
  }

  private static String markup(String colour, String text) {
    return text.isEmpty() ? "" : "@|" + colour + " " + text + "|@";
  }

  private static String ending(AttemptRecord attempt) {
    String outcome = attempt.outcome().map(o -> o.wireName()).orElse("running");
    return attempt.stepsLost() == 0
        ? outcome
        : outcome + ", " + attempt.stepsLost() + " steps done again";
  }

  private static String checkpoints(JobRecord record, int total) {
    StringBuilder marks = new StringBuilder(" ".repeat(WIDTH));
    for (JobEvent event : record.events()) {
      if (event.type() == EventType.CHECKPOINT) {
        int column = Math.max(0, column(event.step().orElse(0), total) - 1);
        marks.setCharAt(column, '◆');
      }
    }
    return marks.toString().stripTrailing();
  }

  private static int column(int step, int total) {
    return (int) Math.round((double) Math.min(step, total) * WIDTH / total);
  }
}
