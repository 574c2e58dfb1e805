package io.baton.cli.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Facts;
import io.baton.cli.terminal.Text;
import io.baton.cli.terminal.Words;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.Spent;
import io.baton.protocol.webhook.WebhookDelivery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a job: status, progress, cost, attempts, events.")
public final class ShowCommand extends ApiCommand {
  @Mixin private JobArgument job;

  public ShowCommand(Surroundings surroundings) {
    super(surroundings);
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
    JobsClient jobs = api().jobs();
    JobId id = job.in(jobs);
    JobHistory history =
        new JobHistory(
            jobs.job(id),
            jobs.attempts(id),
            jobs.checkpoints(id),
            jobs.events(id, 0).events(),
            jobs.webhookDeliveries(id));
    return answer(history, () -> List.of(history.job().status().wireName()), () -> print(history));
  }

  private void print(JobHistory history) {
    Job shown = history.job();
    console.line("@|bold Job " + shown.id() + "|@  " + Text.literal(shown.spec().name()));
    new Facts()
        .add("status", shown.status().wireName() + shown.reason().map(r -> ": " + r).orElse(""))
        .add("progress", ProgressText.facts(shown))
        .add("owner", shown.owner())
        .add("model", shown.spec().baseModel() + ", dataset " + shown.spec().datasetId())
        .add("command", shown.spec().command().map(command -> command.title()))
        .add("prompt", shown.spec().training().map(training -> training.instancePrompt()))
        .add("seed", shown.spec().training().flatMap(training -> training.seed()))
        .add("samples", samples(history.events()))
        .add("labels", Words.pairs(shown.spec().labels()))
        .add("options", SpecText.notDefault(shown.spec()))
        .add("webhook", shown.webhookUrl())
        .add("created", Words.dateAndTime(shown.createdAt()))
        .add("took", took(shown))
        .add("spent", spent(shown.spent()))
        .add("counted", counts(shown))
        .print(console);
    HistoryTables tables = new HistoryTables(console, "  ");
    tables.attempts(history.attempts());
    tables.checkpoints(history.checkpoints());
    tables.events(history.events());
    tables.deliveries(history.webhookDeliveries());
    console.emptyLine();
    NextCommands.of(shown).forEach(next -> console.plain("  " + next));
  }

  /** Of how many steps, the newest last. */
  private static Optional<String> samples(List<JobEvent> events) {
    List<Integer> steps =
        events.stream()
            .filter(event -> event.type() == EventType.SAMPLES)
            .flatMap(event -> event.step().stream())
            .distinct()
            .sorted()
            .toList();
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "images of "
                + Words.count(steps.size(), "step")
                + ", the last "
                + steps.get(steps.size() - 1));
  }

  private static Optional<String> took(Job shown) {
    return shown.endedAt().map(end -> Words.of(Duration.between(shown.createdAt(), end)));
  }

  private static String spent(Spent spent) {
    String time = Words.of(Duration.ofMillis((long) (spent.runtimeSeconds() * 1000))) + " of nodes";
    if (spent.cost() > 0) {
      return time + ", cost " + Words.money(spent.cost());
    }
    return spent.unpricedSeconds() > 0 ? time + ", whose pool has no price" : time;
  }

  private static String counts(Job shown) {
    return Words.count(shown.interruptions(), "interruption")
        + ", "
        + Words.count(shown.failures(), "failure");
  }
}
