package io.baton.api.dashboard.settings;

import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookTry;
import java.util.List;
import java.util.Optional;

/**
 * A delivery with its tries.
 *
 * @param tries oldest first
 * @param body what is sent, over several lines
 */
public record DeliveryView(
    Webhook webhook,
    WebhookDelivery delivery,
    List<WebhookTry> tries,
    String body,
    Optional<Refused> refused) {
  public String parent() {
    return SettingsTab.WEBHOOKS.path() + "/" + webhook.id();
  }

  public String path() {
    return parent() + "/deliveries/" + delivery.id();
  }

  /** Whether it has to be brought up to date. */
  public boolean live() {
    return delivery.status() == DeliveryStatus.PENDING;
  }

  /** Test events are not sent again: another one can be sent. */
  public boolean mayRedeliver() {
    return delivery.eventSequence().isPresent() && webhook.enabled();
  }

  int status() {
    return refused.map(Refused::status).orElse(200);
  }
}
