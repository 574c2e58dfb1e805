package io.baton.cli.webhook;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.Surroundings;
import io.baton.cli.job.EventTypeNames;
import io.baton.protocol.event.EventType;
import io.baton.protocol.webhook.SecretRotation;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookCreation;
import io.baton.protocol.webhook.WebhookId;
import io.baton.protocol.webhook.WebhookWithSecret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes, changes and deletes webhooks. */
final class WebhookChanges {
  private WebhookChanges() {}

  /** {@code baton webhooks create}. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description =
          "Makes a webhook; its secret is shown this once. With --quiet: the secret alone.")
  static final class Create extends ApiCommand {
    @Parameters(paramLabel = "URL", description = "Where events are sent.")
    private URI url;

    @Option(
        names = "--type",
        split = ",",
        paramLabel = "TYPE",
        converter = EventTypeNames.Converter.class,
        completionCandidates = EventTypeNames.class,
        description = "Only such events, as job.completed; several with commas. Default: all.")
    private List<EventType> types;

    Create(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      Optional<SigningSecret> own =
          surroundings.variable("BATON_WEBHOOK_SECRET").map(SigningSecret::new);
      WebhookWithSecret made = api().webhooks().create(new WebhookCreation(url, own, types));
      return answer(
          made,
          () -> List.of(made.secret().text()),
          () -> {
            WebhooksCommand.facts(made.webhook())
                .add("secret", made.secret().text())
                .print(console);
            console.plain("Keep the secret: it is not shown again.");
            console.plain(
                "  baton webhooks test " + made.webhook().id() + "    sends a test event");
          });
    }
  }

  /** {@code baton webhooks change}. */
  @Command(
      name = "change",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Changes where a webhook goes, what it gets, or whether it is sent anything.")
  static final class Change extends ApiCommand {
    @Parameters(paramLabel = "WEBHOOK", description = "The webhook's id.")
    private WebhookId id;

    @Option(names = "--url", paramLabel = "URL", description = "Where events are sent.")
    private URI url;

    @Option(
        names = "--type",
        split = ",",
        paramLabel = "TYPE",
        converter = EventTypeNames.Converter.class,
        completionCandidates = EventTypeNames.class,
        description = "Only such events; several with commas.")
    private List<EventType> types;

    @Option(names = "--all-types", description = "All events.")
    private boolean allTypes;

    @Option(names = "--enable", description = "Send events again.")
    private boolean enable;

    @Option(names = "--disable", description = "Send nothing; what is waiting is given up.")
    private boolean disable;

    Change(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      if (enable && disable || allTypes && types != null) {
        throw CommandFailedException.usage("Of two opposite options give one.");
      }
      if (url == null && types == null && !allTypes && !enable && !disable) {
        throw CommandFailedException.usage(
            "What is to change? Give --url, --type, --all-types, --enable or --disable.");
      }
      Webhook changed =
          api()
              .webhooks()
              .change(
                  id,
                  new WebhookChange(
                      Optional.ofNullable(url),
                      allTypes ? Optional.of(List.of()) : Optional.ofNullable(types),
                      enable || disable ? Optional.of(enable) : Optional.empty()));
      return answer(changed, List::of, () -> WebhooksCommand.facts(changed).print(console));
    }
  }

  /** {@code baton webhooks rotate}. */
  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description =
          "Gives a webhook a new secret, shown this once. With --quiet: the secret alone.")
  static final class Rotate extends ApiCommand {
    @Parameters(paramLabel = "WEBHOOK", description = "The webhook's id.")
    private WebhookId id;

    @Option(
        names = "--overlap",
        paramLabel = "SECONDS",
        description =
            "How long the old one signs too, 0 to 604800; 0 for one that leaked. Default: 86400.")
    private Integer overlap;

    Rotate(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      Optional<SigningSecret> own =
          surroundings.variable("BATON_WEBHOOK_SECRET").map(SigningSecret::new);
      WebhookWithSecret rotated =
          api().webhooks().rotateSecret(id, new SecretRotation(own, overlap));
      return answer(
          rotated,
          () -> List.of(rotated.secret().text()),
          () -> {
            WebhooksCommand.facts(rotated.webhook())
                .add("secret", rotated.secret().text())
                .print(console);
            console.plain("Put it where the old one is: it is not shown again.");
          });
    }
  }

  /** {@code baton webhooks delete}. */
  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Deletes webhooks with their logs.")
  static final class Delete extends ApiCommand {
    @Parameters(arity = "1..*", paramLabel = "WEBHOOK", description = "Ids of webhooks.")
    private List<WebhookId> ids;

    Delete(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      var client = api().webhooks();
      ids.forEach(client::delete);
      return answer(
          ids, List::of, () -> ids.forEach(id -> console.plain("Webhook " + id + " is deleted.")));
    }
  }
}
