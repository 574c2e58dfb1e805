package io.baton.cli.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.CommandLineRun;
import io.baton.cli.ExitCode;
import io.baton.cli.FakeApi;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.client.Json;
import io.baton.protocol.event.EventType;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookDeliveryPage;
import io.baton.protocol.webhook.WebhookId;
import io.baton.protocol.webhook.WebhookPage;
import io.baton.protocol.webhook.WebhookTry;
import io.baton.protocol.webhook.WebhookWithSecret;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhooksCommandTest {
  private static final URI URL = URI.create("https://example.org/hook");
  private static final String SECRET = "whsec_" + "A".repeat(43) + "=";
  private static final Webhook WEBHOOK =
      new Webhook(
          new WebhookId("w1"),
          new OwnerName("ann"),
          Optional.empty(),
          URL,
          List.of(EventType.COMPLETED),
          true,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Instant.EPOCH,
          Instant.EPOCH);
  private static final WebhookWithSecret WITH_SECRET =
      new WebhookWithSecret(WEBHOOK, new SigningSecret(SECRET));

  private final FakeApi api =
      new FakeApi()
          .answers("GET /v1/webhooks", new WebhookPage(List.of(WEBHOOK), Optional.empty()))
          .answers("GET /v1/webhooks/w1", WEBHOOK)
          .answers("POST /v1/webhooks", WITH_SECRET)
          .answers("PATCH /v1/webhooks/w1", WEBHOOK)
          .answers("POST /v1/webhooks/w1/rotate-secret", WITH_SECRET)
          .answers("POST /v1/webhooks/w1/test", delivery(DeliveryStatus.DELIVERED, 200))
          .answers(
              "GET /v1/webhooks/w1/deliveries",
              new WebhookDeliveryPage(
                  List.of(delivery(DeliveryStatus.GIVEN_UP, 503)), Optional.of("c2")))
          .answers(
              "GET /v1/webhooks/w1/deliveries/d1/tries",
              List.of(
                  new WebhookTry(
                      1, Instant.EPOCH, URL, Optional.of(503), Optional.of("HTTP 503"), 12)))
          .answers(
              "POST /v1/webhooks/w1/deliveries/d1/redeliver", delivery(DeliveryStatus.PENDING, 503))
          .answers("POST /v1/webhooks/w1/redeliver", Map.of("deliveries", 3))
          .handles(
              "DELETE /v1/webhooks/w1", (exchange, body) -> exchange.sendResponseHeaders(204, -1));

  private static WebhookDelivery delivery(DeliveryStatus status, int answer) {
    return new WebhookDelivery(
        "d1",
        new WebhookId("w1"),
        Optional.empty(),
        Optional.empty(),
        "webhook.test",
        URL,
        status,
        1,
        Optional.of(answer),
        status == DeliveryStatus.GIVEN_UP ? Optional.of("HTTP 503") : Optional.empty(),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void webhooks_are_listed_and_shown_without_secrets() throws IOException {
    assertThat(api.run("webhooks").out())
        .containsPattern("w1 +yes +ann +job.completed +https://example.org/hook");
    assertThat(api.run("webhooks", "list").out()).isEqualTo(api.run("webhooks").out());
    assertThat(api.run("webhooks", "-q").out()).isEqualTo("w1\n");
    assertThat(api.run("webhooks", "show", "w1").out()).contains("job.completed", "enabled  yes");
    assertThat(api.run("webhooks", "show", "w1", "-q").out()).isEqualTo(URL + "\n");
    String json = api.run("webhooks", "--json").out();
    assertThat(Json.mapper().readTree(json).get(0).path("id").asText()).isEqualTo("w1");
    assertThat(json).doesNotContain("whsec_");
  }

  @Test
  void a_webhook_is_made_and_its_secret_shown_once() {
    CommandLineRun made =
        api.run("webhooks", "create", URL.toString(), "--type", "job.completed,failed");

    assertThat(made.out()).contains(SECRET, "not shown again", "baton webhooks test w1");
    assertThat(api.requests("POST /v1/webhooks").get(0).json().path("types"))
        .extracting(type -> type.asText())
        .containsExactly("job.completed", "job.failed");
    assertThat(api.run("webhooks", "create", URL.toString(), "-q").out()).isEqualTo(SECRET + "\n");
  }

  @Test
  void a_secret_is_rotated_and_an_own_one_taken_from_the_environment() {
    String own = "whsec_" + "B".repeat(43) + "=";

    CommandLineRun rotated =
        api.setting()
            .variable("BATON_WEBHOOK_SECRET", own)
            .run("webhooks", "rotate", "w1", "--overlap", "0");

    assertThat(rotated.out()).contains(SECRET, "Put it where the old one is");
    assertThat(api.requests("POST /v1/webhooks/w1/rotate-secret").get(0).body())
        .contains(own)
        .containsPattern("\"overlapSeconds\": ?0");
    assertThat(api.run("webhooks", "rotate", "w1", "-q").out()).isEqualTo(SECRET + "\n");
  }

  @Test
  void a_webhook_is_changed_and_deleted() {
    assertThat(api.run("webhooks", "change", "w1", "--disable").out()).contains("w1");
    assertThat(api.requests("PATCH /v1/webhooks/w1").get(0).json().path("enabled").asBoolean(true))
        .isFalse();
    assertThat(api.run("webhooks", "change", "w1", "--all-types", "-q").out()).isEmpty();
    assertThat(api.run("webhooks", "delete", "w1").out()).isEqualTo("Webhook w1 is deleted.\n");
    assertThat(api.run("webhooks", "delete", "w1", "--json").out()).contains("w1");
  }

  @Test
  void a_test_event_says_whether_the_receiver_took_it() {
    CommandLineRun taken = api.run("webhooks", "test", "w1");
    api.answers("POST /v1/webhooks/w1/test", delivery(DeliveryStatus.GIVEN_UP, 503));
    CommandLineRun refused = api.run("webhooks", "test", "w1");

    assertThat(taken.out()).isEqualTo("The receiver took it. It answered HTTP 200.\n");
    assertThat(taken.exitCode()).isZero();
    assertThat(refused.out()).contains("did not take it: HTTP 503.");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(api.run("webhooks", "test", "w1", "-q").out()).isEqualTo("given-up\n");
  }

  @Test
  void deliveries_are_listed_looked_into_and_sent_again() {
    assertThat(api.run("webhooks", "deliveries", "w1", "--status", "given-up").out())
        .containsPattern("d1 +webhook.test +- +given-up +1 +503 +HTTP 503")
        .contains("More: baton webhooks deliveries w1 --cursor c2");
    assertThat(api.requests("GET /v1/webhooks/w1/deliveries").get(0).query())
        .contains("status=given-up");
    assertThat(api.run("webhooks", "deliveries", "w1", "-q").out()).isEqualTo("d1\n");
    assertThat(api.run("webhooks", "deliveries", "w1", "d1").out()).contains("12 ms", "HTTP 503");
    assertThat(api.run("webhooks", "redeliver", "w1", "d1").out())
        .isEqualTo("1 event will be sent again.\n");
    assertThat(api.run("webhooks", "redeliver", "w1", "--since", "2026-01-31T09:00:00Z").out())
        .isEqualTo("3 events will be sent again.\n");
    assertThat(
            api.run("webhooks", "redeliver", "w1", "--since", "2026-01-31T09:00:00Z", "-q").out())
        .isEqualTo("3\n");
  }

  @Test
  void a_webhook_that_is_not_there_is_followed_by_how_to_see_webhooks() {
    api.refuses("GET /v1/webhooks/w2", ErrorCode.NOT_FOUND, "There is no webhook w2.");

    assertThat(api.run("webhooks", "show", "w2").err()).contains("'baton webhooks' shows");
  }
}
