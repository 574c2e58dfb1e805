package io.baton.cli.job;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.Surroundings;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.log.JobLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton logs}. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows what a job's trainer printed; -f goes on.")
public final class LogsCommand extends ApiCommand {
  private static final int MOST_LINES = 10_000;
  private static final long PAUSE_MILLIS = 1000;

  @Mixin private JobArgument job;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what it prints, over all attempts, until the job ends.")
  private boolean follow;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "N",
      defaultValue = "200",
      description = "Last lines to begin with, 1 to 10,000. Default: ${DEFAULT-VALUE}.")
  private int tail;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "Of this attempt. Default: the newest that printed something.")
  private Integer attempt;

  public LogsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (tail < 1 || tail > MOST_LINES) {
      throw CommandFailedException.usage("--tail must be from 1 to 10000, not " + tail + ".");
    }
    if (follow && (attempt != null || output().json())) {
      throw CommandFailedException.usage(
          "-f follows the newest attempt and prints lines: leave --attempt and --json out.");
    }
    JobsClient jobs = api().jobs();
    JobId id = job.in(jobs);
    if (follow) {
      follow(jobs, id);
      return ExitCode.OK;
    }
    JobLog log = jobs.log(id, Optional.ofNullable(attempt).map(Attempt::new), tail);
    return answer(
        log,
        () -> log.lines().stream().map(JobLog.Line::text).toList(),
        () -> {
          if (log.lines().isEmpty()) {
            console.plain("Nothing was printed yet; follow it with: baton logs -f " + id);
          }
          log.lines().forEach(line -> console.plain(line.text()));
        });
  }

  private void follow(JobsClient jobs, JobId id) throws InterruptedException {
    LogPosition position = new LogPosition();
    int lines = tail;
    while (true) {
      // Asked for before the log: what an ended job printed is all there.
      boolean ended = jobs.job(id).status().ended();
      JobLog log = jobs.log(id, Optional.empty(), lines);
      if (position.isNewAttempt(log) && output().forPeople()) {
        log.attempt().ifPresent(number -> console.line("@|faint ── attempt " + number + " ──|@"));
      }
      List<String> fresh = position.advance(log);
      fresh.forEach(console::plain);
      if (ended) {
        return;
      }
      lines = MOST_LINES;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }
}
