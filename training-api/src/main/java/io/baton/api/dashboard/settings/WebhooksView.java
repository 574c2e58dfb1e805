package io.baton.api.dashboard.settings;

import io.baton.protocol.event.EventType;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookWithSecret;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The page of all webhooks.
 *
 * @param operator whether the reader sees those of everybody
 * @param next the address of the page after; empty on the last
 * @param created one that was just made, with its secret
 * @param form with what was typed, where it was refused
 */
public record WebhooksView(
    boolean operator,
    String owner,
    List<Webhook> webhooks,
    Optional<String> next,
    Optional<WebhookWithSecret> created,
    Optional<Refused> refused,
    WebhookForm form) {
  public String events(Webhook webhook) {
    return events(webhook.types());
  }

  static String events(List<EventType> types) {
    return types.isEmpty()
        ? "all"
        : types.stream().map(EventType::wireName).collect(Collectors.joining(", "));
  }

  int status() {
    return refused.map(Refused::status).orElse(200);
  }
}
