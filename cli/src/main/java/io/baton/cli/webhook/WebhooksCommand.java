package io.baton.cli.webhook;

import io.baton.cli.ApiCommand;
import io.baton.cli.Listing;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Facts;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.WebhooksClient;
import io.baton.protocol.event.EventType;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookId;
import io.baton.protocol.webhook.WebhookPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code baton webhooks}. */
@Command(
    name = "webhooks",
    mixinStandardHelpOptions = true,
    description = "Lists webhooks; makes, changes, tests, deletes them.")
public final class WebhooksCommand extends ApiCommand {
  private static final int PAGE = 200;

  private WebhooksCommand(Surroundings surroundings) {
    super(surroundings);
  }

  public static CommandLine commandLine(Surroundings surroundings) {
    return Listing.add(
            new CommandLine(new WebhooksCommand(surroundings)), new WebhooksCommand(surroundings))
        .addSubcommand(new WebhookChanges.Create(surroundings))
        .addSubcommand(new Show(surroundings))
        .addSubcommand(new WebhookChanges.Change(surroundings))
        .addSubcommand(new WebhookChanges.Rotate(surroundings))
        .addSubcommand(new WebhookChanges.Delete(surroundings))
        .addSubcommand(new WebhookDeliveries.Test(surroundings))
        .addSubcommand(new WebhookDeliveries.Log(surroundings))
        .addSubcommand(new WebhookDeliveries.Redeliver(surroundings));
  }

  @Override
  public Integer call() {
    WebhooksClient client = api().webhooks();
    List<Webhook> webhooks = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      WebhookPage page = client.webhooks(cursor, PAGE);
      webhooks.addAll(page.webhooks());
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return answer(
        webhooks, () -> webhooks.stream().map(Webhook::id).toList(), () -> print(webhooks));
  }

  private void print(List<Webhook> webhooks) {
    if (webhooks.isEmpty()) {
      console.plain("No webhooks. Make one: baton webhooks create https://example.org/hook");
      return;
    }
    Table table =
        new Table("WEBHOOK", "ENABLED", "OWNER", "EVENTS", "URL").shrinking("EVENTS", "URL");
    for (Webhook webhook : webhooks) {
      table.row(
          webhook.id(),
          webhook.enabled() ? "yes" : "no",
          webhook.owner(),
          types(webhook),
          webhook.url());
    }
    table.print(console, "");
  }

  private static String types(Webhook webhook) {
    return webhook.types().isEmpty()
        ? "all"
        : webhook.types().stream().map(EventType::wireName).collect(Collectors.joining(","));
  }

  static Facts facts(Webhook webhook) {
    return new Facts()
        .add("webhook", webhook.id())
        .add("url", webhook.url())
        .add("owner", webhook.owner())
        .add("job", webhook.job())
        .add("events", types(webhook))
        .add(
            "enabled",
            webhook.enabled()
                ? "yes"
                : "no: " + webhook.disabledReason().orElse("no reason was given"))
        .add(
            "old secret",
            webhook
                .previousSecretUntil()
                .map(until -> "signs too until " + Words.dateAndTime(until)))
        .add("made", Words.dateAndTime(webhook.createdAt()));
  }

  /** {@code baton webhooks show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a webhook; never its secret.")
  static final class Show extends ApiCommand {
    @Parameters(paramLabel = "WEBHOOK", description = "The webhook's id.")
    private WebhookId id;

    Show(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      Webhook webhook = api().webhooks().webhook(id);
      return answer(webhook, () -> List.of(webhook.url()), () -> facts(webhook).print(console));
    }
  }
}
