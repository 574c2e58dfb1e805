package io.baton.cli.job;

import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Text;
import io.baton.cli.terminal.Words;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import java.util.List;
import java.util.function.Function;

/**
 * Shows a job that is followed: its events line by line; its progress live at the bottom of a
 * terminal, and as a line at every tenth elsewhere.
 */
public final class JobDisplay implements JobFollower.Observer, AutoCloseable {
  private final Console console;
  private final String indent;
  private final Function<JobId, List<Double>> losses;
  private String lastPlain = "";

  public JobDisplay(Console console, String indent) {
    this(console, indent, job -> List.of());
  }

  /** With a curve of the losses. */
  JobDisplay(Console console, String indent, Function<JobId, List<Double>> losses) {
    this.console = console;
    this.indent = indent;
    this.losses = losses;
  }

  @Override
  public void happened(JobEvent event) {
    console.line(indent + line(event));
  }

  /** {@code 12:00:07 ◆ Checkpoint at step 20 committed.} */
  static String line(JobEvent event) {
    return "@|faint "
        + Words.time(event.at())
        + "|@  "
        + mark(event.type())
        + " "
        + Text.literal(event.text());
  }

  private static String mark(EventType type) {
    return switch (type) {
      case SUBMITTED, STARTED, RETRIED, EXTENDED, RESTARTED -> "@|blue ●|@";
      case CHECKPOINT -> "@|cyan ◆|@";
      case SAMPLES -> "@|cyan ▣|@";
      case INTERRUPTED -> "@|yellow ✂|@";
      case SAMPLES_FAILED -> "@|yellow ▣|@";
      case ATTEMPT_FAILED, FAILED -> "@|red ✗|@";
      case COMPLETED -> "@|green ✓|@";
      case CANCELED -> "@|yellow ■|@";
    };
  }

  @Override
  public void seen(Job job) {
    if (console.isTerminal()) {
      int columns = console.columns() - indent.length();
      console.live(
          ProgressText.live(job, losses.apply(job.id()), columns).stream()
              .map(line -> indent + line)
              .toList());
    } else {
      plain(job);
    }
  }

  @Override
  public void waiting(String why) {
    console.live(indent + "@|yellow " + Text.literal(why) + "|@");
  }

  private void plain(Job job) {
    int total = Math.max(1, job.progress().totalSteps());
    boolean trains = job.status() == JobStatus.RUNNING && job.progress().step() > 0;
    String tenth = trains ? "step " + job.progress().step() * 10L / total : "";
    if (trains && !tenth.equals(lastPlain)) {
      console.plain(indent + ProgressText.facts(job));
      lastPlain = tenth;
    }
  }

  @Override
  public void close() {
    console.endLive();
  }
}
