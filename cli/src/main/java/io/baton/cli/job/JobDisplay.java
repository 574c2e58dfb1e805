package io.baton.cli.job;

import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Words;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Shows a job that is followed: its events line by line, its progress as a live bar on a terminal
 * and as a line at every tenth elsewhere.
 */
public final class JobDisplay implements JobFollower.Observer, AutoCloseable {
  private static final int REFRESH_MILLIS = 100;

  private final Console console;
  private final String indent;
  private volatile Optional<Job> newest = Optional.empty();
  private Optional<ProgressBar> bar = Optional.empty();
  private String lastPlain = "";

  public JobDisplay(Console console, String indent) {
    this.console = console;
    this.indent = indent;
  }

  @Override
  public void happened(JobEvent event) {
    console.line(
        indent + "@|faint " + Words.time(event.at()) + "|@  " + colour(event) + " " + event.text());
  }

  private static String colour(JobEvent event) {
    String mark =
        switch (event.type()) {
          case SUBMITTED, STARTED, RETRIED, EXTENDED -> "@|blue ●|@";
          case CHECKPOINT -> "@|cyan ◆|@";
          case INTERRUPTED -> "@|yellow ✂|@";
          case ATTEMPT_FAILED, FAILED -> "@|red ✗|@";
          case COMPLETED -> "@|green ✓|@";
          case CANCELED -> "@|yellow ■|@";
        };
    return mark;
  }

  @Override
  public void seen(Job job) {
    newest = Optional.of(job);
    if (console.isTerminal()) {
      ProgressBar live = bar.orElseGet(() -> open(job));
      bar = Optional.of(live);
      live.stepTo(job.progress().step());
    } else {
      plain(job);
    }
  }

  @Override
  public void waiting(String why) {
    console.live(indent + why);
  }

  private ProgressBar open(Job job) {
    return new ProgressBarBuilder()
        .setInitialMax(job.progress().totalSteps())
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .continuousUpdate()
        .setRenderer((state, width) -> rendered(width))
        .setConsumer(new LiveLine())
        .build();
  }

  private String rendered(int width) {
    return newest.map(job -> indent + ProgressText.line(job, width - indent.length())).orElse("");
  }

  private void plain(Job job) {
    int total = Math.max(1, job.progress().totalSteps());
    boolean trains = job.status() == JobStatus.RUNNING && job.progress().step() > 0;
    String tenth = trains ? "step " + job.progress().step() * 10L / total : "";
    if (trains && !tenth.equals(lastPlain)) {
      console.line(indent + ProgressText.facts(job));
      lastPlain = tenth;
    }
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
    console.endLive();
  }

  /** Lets the progress bar write where the console keeps its live line. */
  private final class LiveLine implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return console.columns();
    }

    @Override
    public void accept(String rendered) {
      console.live(rendered);
    }

    @Override
    public void clear() {
      console.endLive();
    }

    @Override
    public void close() {
      console.endLive();
    }
  }
}
