package io.baton.api.dashboard.settings;

import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookDelivery;
import java.util.List;
import java.util.Optional;

/**
 * A webhook with its log.
 *
 * @param deliveries newest first
 * @param status how those stand that are shown; empty: any
 * @param next the address of the page after; empty on the last
 * @param test the test event that the reader sent
 * @param secret a new one: the only time that it is shown
 * @param form with its address and events, or what was typed where that was refused
 * @param notice what became of what the reader just did
 */
public record WebhookView(
    Webhook webhook,
    List<WebhookDelivery> deliveries,
    Optional<DeliveryStatus> status,
    Optional<String> next,
    Optional<WebhookDelivery> test,
    Optional<SigningSecret> secret,
    Optional<Refused> refused,
    WebhookForm form,
    Optional<String> notice) {
  WebhookView with(Optional<Refused> why, WebhookForm typed) {
    return new WebhookView(webhook, deliveries, status, next, test, secret, why, typed, notice);
  }

  WebhookView with(Optional<SigningSecret> drawn) {
    return new WebhookView(webhook, deliveries, status, next, test, drawn, refused, form, notice);
  }

  public String path() {
    return SettingsTab.WEBHOOKS.path() + "/" + webhook.id();
  }

  public String events() {
    return WebhooksView.events(webhook.types());
  }

  public List<DeliveryStatus> statuses() {
    return List.of(DeliveryStatus.values());
  }

  public boolean shows(DeliveryStatus which) {
    return status.filter(which::equals).isPresent();
  }

  /** The address of the log as it is shown. */
  public String log() {
    return path() + status.map(only -> "?status=" + only.wireName()).orElse("");
  }

  public boolean testing() {
    return test.filter(delivery -> delivery.status() == DeliveryStatus.PENDING).isPresent();
  }

  int answer() {
    return refused.map(Refused::status).orElse(200);
  }
}
