package io.baton.cli.job;

import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.webhook.WebhookDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A job's history as tables; one without rows is left out. */
public final class HistoryTables {
  private final Console console;
  private final String indent;

  public HistoryTables(Console console, String indent) {
    this.console = console;
    this.indent = indent;
  }

  public void attempts(List<AttemptRecord> attempts) {
    Table table =
        new Table("#", "NODE", "STARTED", "TOOK", "FROM", "TO", "LOST", "OUTCOME")
            .shrinking("NODE");
    Instant now = Instant.now();
    for (AttemptRecord attempt : attempts) {
      Instant end = attempt.endedAt().orElse(now);
      table.row(
          attempt.attempt(),
          attempt.node(),
          Words.time(attempt.startedAt()),
          Words.of(Duration.between(attempt.startedAt(), end)),
          attempt.resumedFromStep(),
          attempt.lastStep(),
          attempt.outcome().isPresent() ? Words.count(attempt.stepsLost(), "step") : "-",
          attempt.outcome().map(o -> o.wireName()).orElse("running"));
    }
    print("Attempts", table);
  }

  public void checkpoints(List<Checkpoint> checkpoints) {
    Table table = new Table("STEP", "ATTEMPT", "COMMITTED", "SIZE", "LOSS");
    for (Checkpoint checkpoint : checkpoints) {
      table.row(
          checkpoint.step(),
          checkpoint.attempt(),
          Words.time(checkpoint.committedAt()),
          Words.ofBytes(checkpoint.bytes()),
          checkpoint.loss().map(Words::decimal).orElse("-"));
    }
    print("Checkpoints in storage", table);
  }

  public void events(List<JobEvent> events) {
    Table table = new Table("TIME", "EVENT", "TEXT").shrinking("TEXT");
    for (List<JobEvent> run : CheckpointRuns.of(events)) {
      JobEvent last = run.get(run.size() - 1);
      table.row(Words.time(last.at()), last.type().wireName(), CheckpointRuns.text(run));
    }
    print("Events", table);
  }

  public void deliveries(List<WebhookDelivery> deliveries) {
    Table table =
        new Table("EVENT", "STATUS", "TRIES", "DELIVERED", "LAST PROBLEM")
            .shrinking("LAST PROBLEM");
    for (WebhookDelivery delivery : deliveries) {
      table.row(
          delivery.type(),
          delivery.status().wireName(),
          delivery.tries(),
          delivery.deliveredAt().map(Words::time).orElse("-"),
          delivery.lastProblem().orElse("-"));
    }
    print("Webhook deliveries", table);
  }

  private void print(String title, Table table) {
    if (!table.isEmpty()) {
      console.emptyLine();
      console.line(indent + "@|bold " + title + "|@");
      table.print(console, indent + "  ");
    }
  }
}
