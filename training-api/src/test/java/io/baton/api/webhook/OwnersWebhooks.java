package io.baton.api.webhook;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.json;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.WebhookReceiver;
import io.baton.api.platform.WebhookReceiver.Received;
import io.baton.protocol.event.EventType;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookCreation;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookDeliveryPage;
import io.baton.protocol.webhook.WebhookTry;
import io.baton.protocol.webhook.WebhookWithSecret;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Two receivers, and the calls of an owner about webhooks that hear of all its jobs. */
abstract class OwnersWebhooks extends PlatformTest {
  final WebhookReceiver receiver = new WebhookReceiver();
  final WebhookReceiver other = new WebhookReceiver();

  @AfterEach
  void stopReceivers() {
    receiver.close();
    other.close();
  }

  static void sentence(Response answer, int status, String reason) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.path("detail").toString()).contains(reason);
  }

  static WebhookWithSecret created(URI url, EventType... types) {
    return read(
        post("/v1/webhooks", new WebhookCreation(url, Optional.empty(), List.of(types))),
        201,
        WebhookWithSecret.class);
  }

  static String path(Webhook webhook) {
    return "/v1/webhooks/" + webhook.id();
  }

  static Webhook webhook(Webhook webhook) {
    return read(get(path(webhook)), 200, Webhook.class);
  }

  static Response patch(Webhook webhook, String body) {
    return given().contentType("application/json").body(body).patch(path(webhook));
  }

  static void change(Webhook webhook, WebhookChange change) {
    read(patch(webhook, json(change)), 200, Webhook.class);
  }

  static WebhookDelivery test(Webhook webhook) {
    return read(post(path(webhook) + "/test", ""), 202, WebhookDelivery.class);
  }

  static WebhookDeliveryPage page(Webhook webhook, String query) {
    return read(get(path(webhook) + "/deliveries" + query), 200, WebhookDeliveryPage.class);
  }

  static List<WebhookDelivery> deliveries(Webhook webhook) {
    return page(webhook, "").deliveries();
  }

  static WebhookDelivery delivery(Webhook webhook, String id) {
    return read(get(path(webhook) + "/deliveries/" + id), 200, WebhookDelivery.class);
  }

  static List<WebhookTry> tries(Webhook webhook, String id) {
    return List.of(
        read(get(path(webhook) + "/deliveries/" + id + "/tries"), 200, WebhookTry[].class));
  }

  static List<String> types(WebhookReceiver receiver, int count) {
    return Stream.generate(receiver::next)
        .limit(count)
        .map(received -> received.body().replaceAll("(?s)^\\{\"type\":\"([^\"]+)\".*", "$1"))
        .toList();
  }

  static String signature(SigningSecret secret, Received received) {
    return Signature.of(
        secret.key(),
        received.id(),
        Instant.ofEpochSecond(Long.parseLong(received.timestamp())),
        received.body());
  }

  void awaitAllRelayed() {
    awaitCount("select count(*) from event where relayed_at is null", left -> left == 0);
  }

  void awaitNothingPending() {
    awaitAllRelayed();
    awaitCount("select count(*) from webhook_delivery where status = 'pending'", left -> left == 0);
  }

  void awaitCount(String query, Predicate<Long> condition) {
    Await.until(() -> tables.count(query), condition);
  }
}
