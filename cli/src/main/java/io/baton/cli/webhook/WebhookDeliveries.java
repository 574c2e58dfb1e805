package io.baton.cli.webhook;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.WebhooksClient;
import io.baton.protocol.job.JobId;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookDeliveryPage;
import io.baton.protocol.webhook.WebhookId;
import io.baton.protocol.webhook.WebhookTry;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was sent to webhooks. */
final class WebhookDeliveries {
  private static final int LOOKS = 40;
  private static final long PAUSE_MILLIS = 500;

  private WebhookDeliveries() {}

  /** {@code baton webhooks test}. */
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = {
        "Sends a test event and says what the receiver answered; exit code 1 unless it took it."
      })
  static final class Test extends ApiCommand {
    @Parameters(paramLabel = "WEBHOOK", description = "The webhook's id.")
    private WebhookId id;

    Test(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
      WebhooksClient client = api().webhooks();
      WebhookDelivery delivery = client.test(id);
      for (int look = 0; look < LOOKS && delivery.status() == DeliveryStatus.PENDING; look++) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        delivery = client.delivery(id, delivery.id());
      }
      WebhookDelivery last = delivery;
      boolean taken = last.status() == DeliveryStatus.DELIVERED;
      answer(
          last,
          () -> List.of(last.status().wireName()),
          () -> {
            String answered =
                last.lastHttpStatus().map(status -> " It answered HTTP " + status + ".").orElse("");
            console.plain(
                taken
                    ? "The receiver took it." + answered
                    : "The receiver did not take it: "
                        + last.lastProblem().orElse("it has not answered yet")
                        + "."
                        + answered);
          });
      return taken ? ExitCode.OK : ExitCode.FAILURE;
    }
  }

  /** {@code baton webhooks deliveries}. */
  @Command(
      name = "deliveries",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Shows what was sent, newest first; with an id, each request of that delivery.")
  static final class Log extends ApiCommand {
    @Parameters(index = "0", paramLabel = "WEBHOOK", description = "The webhook's id.")
    private WebhookId id;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DELIVERY", description = "Its id.")
    private String delivery;

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = "Only those that are pending, delivered or given-up.")
    private DeliveryStatus status;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "At most that many, 1 to 200. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on after an earlier page.")
    private String cursor;

    Log(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      WebhooksClient client = api().webhooks();
      if (delivery != null) {
        List<WebhookTry> tries = client.tries(id, delivery);
        return answer(tries, List::of, () -> print(tries));
      }
      WebhookDeliveryPage page =
          client.deliveries(id, Optional.ofNullable(status), Optional.ofNullable(cursor), limit);
      return answer(
          page,
          () -> page.deliveries().stream().map(WebhookDelivery::id).toList(),
          () -> print(page));
    }

    private void print(List<WebhookTry> tries) {
      Table table = new Table("TRY", "AT", "HTTP", "TOOK", "PROBLEM").shrinking("PROBLEM");
      for (WebhookTry each : tries) {
        table.row(
            each.number(),
            Words.dateAndTime(each.at()),
            each.httpStatus().map(String::valueOf).orElse("-"),
            each.millis() + " ms",
            each.problem().orElse("-"));
      }
      table.print(console, "");
    }

    private void print(WebhookDeliveryPage page) {
      if (page.deliveries().isEmpty()) {
        console.plain("Nothing was sent yet; a test event goes with: baton webhooks test " + id);
        return;
      }
      Table table =
          new Table("DELIVERY", "EVENT", "JOB", "STATUS", "TRIES", "HTTP", "PROBLEM")
              .shrinking("PROBLEM");
      for (WebhookDelivery each : page.deliveries()) {
        table.row(
            each.id(),
            each.type(),
            each.job().map(JobId::value).orElse("-"),
            each.status().wireName(),
            each.tries(),
            each.lastHttpStatus().map(String::valueOf).orElse("-"),
            each.lastProblem().orElse("-"));
      }
      table.print(console, "");
      page.nextCursor()
          .ifPresent(
              next -> console.plain("More: baton webhooks deliveries " + id + " --cursor " + next));
    }
  }

  /** {@code baton webhooks redeliver}. */
  @Command(
      name = "redeliver",
      mixinStandardHelpOptions = true,
      description = "Sends a delivery again, or all that were given up since a time.")
  static final class Redeliver extends ApiCommand {
    @Parameters(index = "0", paramLabel = "WEBHOOK", description = "The webhook's id.")
    private WebhookId id;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DELIVERY", description = "Its id.")
    private String delivery;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "Such as 2026-01-31T09:00:00Z, in place of a delivery.")
    private String since;

    Redeliver(Surroundings surroundings) {
      super(surroundings);
    }

    /** What {@code --json} prints. */
    record Started(int deliveries) {}

    @Override
    public Integer call() {
      if ((delivery == null) == (since == null)) {
        throw CommandFailedException.usage("Name a delivery, or give --since.");
      }
      WebhooksClient client = api().webhooks();
      int started;
      if (delivery != null) {
        client.redeliver(id, delivery);
        started = 1;
      } else {
        started = client.redeliverSince(id, time());
      }
      return answer(
          new Started(started),
          () -> List.of(started),
          () -> console.plain(Words.count(started, "event") + " will be sent again."));
    }

    private Instant time() {
      try {
        return Instant.parse(since);
      } catch (DateTimeParseException e) {
        throw CommandFailedException.usage(
            "--since must be a time such as 2026-01-31T09:00:00Z, not '" + since + "'.");
      }
    }
  }
}
