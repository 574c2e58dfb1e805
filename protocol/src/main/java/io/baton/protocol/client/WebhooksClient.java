package io.baton.protocol.client;

import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.Redelivery;
import io.baton.protocol.webhook.SecretRotation;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookCreation;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookDeliveryPage;
import io.baton.protocol.webhook.WebhookId;
import io.baton.protocol.webhook.WebhookPage;
import io.baton.protocol.webhook.WebhookTry;
import io.baton.protocol.webhook.WebhookWithSecret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What users do with webhooks. Every call throws {@link ApiException}. */
public final class WebhooksClient {
  private final HttpJson http;

  public WebhooksClient(ApiEndpoint api) {
    this.http = new HttpJson(api);
  }

  /** Keep the secret: it is shown this once. */
  public WebhookWithSecret create(WebhookCreation creation) {
    return http.post("v1/webhooks", creation, WebhookWithSecret.class);
  }

  /** Newest first. */
  public WebhookPage webhooks(Optional<String> cursor, int limit) {
    return http.get("v1/webhooks?limit=" + limit + after(cursor), WebhookPage.class);
  }

  public Webhook webhook(WebhookId id) {
    return http.get("v1/webhooks/" + id, Webhook.class);
  }

  public Webhook change(WebhookId id, WebhookChange change) {
    return http.patch("v1/webhooks/" + id, change, Webhook.class);
  }

  /** Its log goes with it. */
  public void delete(WebhookId id) {
    http.delete("v1/webhooks/" + id);
  }

  /** Keep the secret: it is shown this once. */
  public WebhookWithSecret rotateSecret(WebhookId id, SecretRotation rotation) {
    return http.post("v1/webhooks/" + id + "/rotate-secret", rotation, WebhookWithSecret.class);
  }

  /** Sends a test event, once; {@link #delivery} tells what came of it. */
  public WebhookDelivery test(WebhookId id) {
    return http.post("v1/webhooks/" + id + "/test", new Empty(), WebhookDelivery.class);
  }

  /** Newest first. */
  public WebhookDeliveryPage deliveries(
      WebhookId id, Optional<DeliveryStatus> status, Optional<String> cursor, int limit) {
    String only = status.map(wanted -> "&status=" + wanted.wireName()).orElse("");
    return http.get(
        "v1/webhooks/" + id + "/deliveries?limit=" + limit + only + after(cursor),
        WebhookDeliveryPage.class);
  }

  /** One delivery by its {@code webhook-id}. */
  public WebhookDelivery delivery(WebhookId id, String delivery) {
    return http.get(path(id, delivery), WebhookDelivery.class);
  }

  /** Oldest first. */
  public List<WebhookTry> tries(WebhookId id, String delivery) {
    return List.of(http.get(path(id, delivery) + "/tries", WebhookTry[].class));
  }

  /** Sends it at once, with all tries anew. */
  public WebhookDelivery redeliver(WebhookId id, String delivery) {
    return http.post(path(id, delivery) + "/redeliver", new Empty(), WebhookDelivery.class);
  }

  /** Sends again what was given up, in the order of the events. */
  public int redeliverSince(WebhookId id, Instant since) {
    return http.post(
            "v1/webhooks/" + id + "/redeliver", new Redelivery(since), Redelivery.Started.class)
        .deliveries();
  }

  private static String path(WebhookId id, String delivery) {
    return "v1/webhooks/"
        + id
        + "/deliveries/"
        + URLEncoder.encode(delivery, StandardCharsets.UTF_8);
  }

  private static String after(Optional<String> cursor) {
    return cursor.map(c -> "&cursor=" + URLEncoder.encode(c, StandardCharsets.UTF_8)).orElse("");
  }

  private record Empty() {}
}
