package io.baton.cli.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.cli.ApiOption;
import io.baton.cli.ExitCode;
import io.baton.cli.JsonOption;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Words;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.webhook.WebhookDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code baton show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a job: status, progress, attempts, checkpoints, events.")
public final class ShowCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "JOB", description = "The job's id.")
  private String job;

  @Mixin private ApiOption api;
  @Mixin private JsonOption json;

  public ShowCommand(Console console) {
    this.console = console;
  }

  /** Everything there is to know about a job. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record JobHistory(
      Job job,
      List<AttemptRecord> attempts,
      List<Checkpoint> checkpoints,
      List<JobEvent> events,
      List<WebhookDelivery> webhookDeliveries) {}

  @Override
  public Integer call() {
    JobsClient jobs = api.jobs();
    JobId id = new JobId(job);
    JobHistory history =
        new JobHistory(
            jobs.job(id),
            jobs.attempts(id),
            jobs.checkpoints(id),
            jobs.events(id, 0).events(),
            jobs.webhookDeliveries(id));
    if (json.wanted()) {
      console.json(history);
    } else {
      print(history);
    }
    return ExitCode.OK;
  }

  private void print(JobHistory history) {
    Job shown = history.job();
    console.line("@|bold Job " + shown.id() + "|@  " + shown.spec().name());
    fact("status", shown.status().wireName() + shown.reason().map(r -> ": " + r).orElse(""));
    fact("progress", ProgressText.facts(shown));
    fact("model", shown.spec().baseModel() + ", dataset " + shown.spec().datasetId());
    shown.spec().command().ifPresent(command -> fact("command", command.title()));
    shown
        .spec()
        .training()
        .ifPresent(
            training -> fact("seed", training.seed().map(String::valueOf).orElse("not drawn yet")));
    fact("created", Words.dateAndTime(shown.createdAt()));
    shown.endedAt().ifPresent(end -> fact("took", took(shown, end)));
    fact("counted", counts(shown));
    HistoryTables tables = new HistoryTables(console, "  ");
    tables.attempts(history.attempts());
    tables.checkpoints(history.checkpoints());
    tables.events(history.events());
    tables.deliveries(history.webhookDeliveries());
  }

  private static String took(Job shown, Instant end) {
    return Words.of(Duration.between(shown.createdAt(), end));
  }

  private static String counts(Job shown) {
    return Words.count(shown.interruptions(), "interruption")
        + ", "
        + Words.count(shown.failures(), "failure");
  }

  private void fact(String name, String value) {
    console.line("  @|faint %-9s|@ %s".formatted(name, value));
  }
}
