package io.baton.cli.job;

import io.baton.cli.ExitCode;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import java.time.Duration;
import java.time.Instant;

/** Follows a job to its end and says how it ended. */
final class WatchFlow {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final Console console;
  private final JobsClient jobs;

  WatchFlow(Console console, JobsClient jobs) {
    this.console = console;
    this.jobs = jobs;
  }

  /** The exit code: success only if the job completed. */
  int follow(JobId id, boolean json) {
    Job ended = json ? quietly(id) : visibly(id);
    if (json) {
      console.json(ended);
    } else {
      tell(ended);
    }
    return ended.status() == JobStatus.COMPLETED ? ExitCode.OK : ExitCode.FAILURE;
  }

  private Job visibly(JobId id) {
    try (JobDisplay display = new JobDisplay(console, "")) {
      return new JobFollower(jobs, INTERVAL).follow(id, display);
    }
  }

  private Job quietly(JobId id) {
    return new JobFollower(jobs, INTERVAL).follow(id, new Silence());
  }

  private void tell(Job ended) {
    if (ended.status() == JobStatus.COMPLETED) {
      Instant end = ended.endedAt().orElse(ended.updatedAt());
      console.line(
          "@|bold,green Completed|@ after %s, %s; get the LoRA with: baton download %s"
              .formatted(
                  Words.of(Duration.between(ended.createdAt(), end)),
                  Words.count(ended.interruptions(), "interruption"),
                  ended.id()));
    } else {
      console.error(
          "Job %s %s: %s"
              .formatted(
                  ended.id(),
                  ended.status() == JobStatus.FAILED ? "failed" : "was canceled",
                  ended.reason().orElse("no reason was given")));
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
