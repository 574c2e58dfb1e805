package io.baton.api.webhook;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.Await;
import io.baton.api.platform.WebhookReceiver.Received;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookDeliveryPage;
import io.baton.protocol.webhook.WebhookTry;
import io.baton.protocol.webhook.WebhookWithSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The log of deliveries as owners read it. */
@QuarkusTest
class DeliveryLogTest extends OwnersWebhooks {
  @Inject LogRetention retention;

  @Test
  void the_body_of_a_delivery_can_be_read_as_it_was_sent() {
    WebhookWithSecret made = created(receiver.url());
    test(made.webhook());
    Received received = receiver.next();

    Response body = get(path(made.webhook()) + "/deliveries/" + received.id() + "/body");

    assertThat(body.contentType()).startsWith("application/json");
    assertThat(body.asString()).isEqualTo(received.body());
    submit(spec(readyDataset()));
    grantTo("node-a");
    Received started = receiver.next();
    assertThat(get(path(made.webhook()) + "/deliveries/" + started.id() + "/body").asString())
        .isEqualTo(started.body())
        .contains("job.started");
  }

  @Test
  void a_test_event_is_sent_once_also_where_the_webhook_is_disabled() {
    Webhook webhook = created(receiver.url()).webhook();
    change(webhook, new WebhookChange(Optional.empty(), Optional.empty(), Optional.of(false)));
    receiver.answerNext(503);

    WebhookDelivery planned = test(webhook);

    Received received = receiver.next();
    assertThat(received.id()).isEqualTo(planned.id());
    assertThat(received.body())
        .startsWith("{\"type\":\"webhook.test\",\"timestamp\":\"")
        .contains("\"webhook\":\"" + webhook.id() + "\"");
    WebhookDelivery ended =
        Await.until(
            () -> delivery(webhook, planned.id()), d -> d.status() != DeliveryStatus.PENDING);
    assertThat(ended.status()).isEqualTo(DeliveryStatus.GIVEN_UP);
    assertThat(ended.lastHttpStatus()).contains(503);
    WebhookTry only = tries(webhook, planned.id()).get(0);
    assertThat(only.number()).isEqualTo(1);
    assertThat(only.url()).isEqualTo(receiver.url());
    assertThat(only.problem()).contains("the receiver answered HTTP 503");
    assertThat(post(path(webhook) + "/deliveries/" + planned.id() + "/redeliver", "").statusCode())
        .isEqualTo(409);
  }

  @Test
  void the_log_is_read_page_by_page() {
    Webhook webhook = created(receiver.url()).webhook();
    receiver.answerNext(200, 200, 500);
    DatasetId dataset = readyDataset();
    for (int i = 0; i < 3; i++) {
      submit(spec(dataset));
      grantTo("node-" + i);
      receiver.next();
    }
    Await.until(
        () -> deliveries(webhook),
        all -> all.stream().allMatch(each -> each.lastHttpStatus().isPresent()));
    WebhookDeliveryPage first = page(webhook, "?limit=2");
    WebhookDeliveryPage second = page(webhook, "?limit=2&cursor=" + first.nextCursor().get());
    assertThat(second.nextCursor()).isEmpty();
    assertThat(
            Stream.concat(first.deliveries().stream(), second.deliveries().stream())
                .map(WebhookDelivery::id))
        .isEqualTo(deliveries(webhook).stream().map(WebhookDelivery::id).toList())
        .doesNotHaveDuplicates()
        .hasSize(3);
    assertThat(page(webhook, "?status=pending").deliveries())
        .extracting(WebhookDelivery::lastHttpStatus)
        .containsExactly(Optional.of(500));

    clock.advance(Duration.ofDays(31));
    retention.deleteBatch();
    assertThat(page(webhook, "?status=delivered").deliveries()).isEmpty();
  }
}
