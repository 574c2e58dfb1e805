package io.baton.cli.job;

import io.baton.cli.ExitCode;
import io.baton.cli.OutputOptions;
import io.baton.cli.connection.Connection;
import io.baton.cli.platform.Stopping;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Follows a job to its end and says how it ended. */
public final class WatchFlow {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final Console console;
  private final Connection api;
  private final OutputOptions output;

  public WatchFlow(Console console, Connection api, OutputOptions output) {
    this.console = console;
    this.api = api;
    this.output = output;
  }

  /** The exit code: success only if the job completed. */
  public int follow(JobId id) {
    // While it cannot be seen, Ctrl-C ends only the looking.
    Stopping.onExit(console, () -> {});
    Job ended = output.forPeople() ? visibly(id) : quietly(id);
    output.give(console, ended, List::of, () -> {});
    tell(ended);
    return ended.status() == JobStatus.COMPLETED ? ExitCode.OK : ExitCode.JOB_FAILED;
  }

  private Job visibly(JobId id) {
    JobsClient jobs = api.jobs();
    // A job that is not there is told as that, before a stream is opened.
    jobs.job(id);
    try (EventFeed feed =
            new EventFeed(api.events(), Optional.of(id), List.of(), Optional.of("0")).start();
        JobDisplay display = new JobDisplay(console, "", new LossCurve(jobs)::of)) {
      return new JobFollower(jobs, INTERVAL, Optional.of(feed)).follow(id, display);
    }
  }

  private Job quietly(JobId id) {
    return new JobFollower(api.jobs(), INTERVAL).follow(id, new Silence());
  }

  private void tell(Job ended) {
    if (ended.status() != JobStatus.COMPLETED) {
      console.error(
          "Job %s %s: %s"
              .formatted(
                  ended.id(),
                  ended.status() == JobStatus.FAILED ? "failed" : "was canceled",
                  ended.reason().orElse("no reason was given")));
      console.errorDetail("baton logs " + ended.id() + "   says what its trainer printed");
      console.errorDetail("baton retry " + ended.id() + "  lets it go on from its last checkpoint");
      ended
          .lastCheckpointStep()
          .ifPresent(
              step ->
                  console.errorDetail(
                      "baton restart " + ended.id() + "  lets it go on from an earlier one"));
    } else if (output.forPeople()) {
      Instant end = ended.endedAt().orElse(ended.updatedAt());
      console.line(
          "@|bold,green Completed|@ after %s, %s%s; get the LoRA with: baton download %s"
              .formatted(
                  Words.of(Duration.between(ended.createdAt(), end)),
                  Words.count(ended.interruptions(), "interruption"),
                  ended.spent().cost() > 0 ? ", cost " + Words.money(ended.spent().cost()) : "",
                  ended.id()));
    }
  }

  private static final class Silence implements JobFollower.Observer {
    @Override
    public void seen(Job job) {}

    @Override
    public void happened(JobEvent event) {}

    @Override
    public void waiting(String why) {}
  }
}
