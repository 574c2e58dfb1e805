package io.baton.api.webhook;

import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.Await;
import io.baton.api.platform.WebhookReceiver.Received;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.Redelivery;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookTry;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Deliveries that are sent again. */
@QuarkusTest
class WebhookRedeliveryTest extends OwnersWebhooks {
  @Test
  void gone_disables_the_webhook_and_its_owner_gets_everything_in_order_later() {
    Webhook webhook = created(receiver.url()).webhook();
    Instant before = webhook.createdAt();
    receiver.answerNext(500, 410);
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    receiver.next();
    commit(grant, 10);
    Await.until(() -> deliveries(webhook), all -> all.size() == 2);
    clock.advance(Duration.ofSeconds(6));
    receiver.next();
    Webhook disabled = Await.until(() -> webhook(webhook), shown -> !shown.enabled());
    assertThat(disabled.disabledReason().orElseThrow()).contains("HTTP 410");
    complete(grant);
    awaitAllRelayed();
    assertThat(deliveries(webhook))
        .hasSize(2)
        .allMatch(each -> each.status() == DeliveryStatus.GIVEN_UP);
    assertThat(post(path(webhook) + "/redeliver", new Redelivery(before)).statusCode())
        .isEqualTo(409);

    change(webhook, new WebhookChange(Optional.empty(), Optional.empty(), Optional.of(true)));
    Redelivery.Started started =
        read(
            post(path(webhook) + "/redeliver", new Redelivery(before)),
            202,
            Redelivery.Started.class);
    assertThat(started.deliveries()).isEqualTo(2);
    assertThat(types(receiver, 2)).containsExactly("job.started", "job.checkpoint");
    awaitNothingPending();
    assertThat(deliveries(webhook)).extracting(WebhookDelivery::tries).containsExactly(1, 3);
  }

  @Test
  void a_delivery_is_sent_again_under_its_id() {
    Webhook webhook = created(receiver.url()).webhook();
    submit(spec(readyDataset()));
    grantTo("node-a");
    Received first = receiver.next();
    awaitNothingPending();
    read(
        post(path(webhook) + "/deliveries/" + first.id() + "/redeliver", ""),
        202,
        WebhookDelivery.class);
    Received again = receiver.next();
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.body()).isEqualTo(first.body());
    awaitNothingPending();
    assertThat(tries(webhook, first.id())).extracting(WebhookTry::number).containsExactly(1, 2);
  }

  @Test
  void a_redelivery_of_what_waits_does_not_wait_and_retry_after_is_honoured() {
    Webhook webhook = created(receiver.url()).webhook();
    receiver.answerNext(503, "7200");
    submit(spec(readyDataset()));
    grantTo("node-a");
    String id = receiver.next().id();
    WebhookDelivery waiting =
        Await.until(() -> delivery(webhook, id), d -> d.lastHttpStatus().isPresent());
    assertThat(Duration.between(waiting.lastTriedAt().orElseThrow(), waiting.nextTryAt().get()))
        .isBetween(Duration.ofHours(2), Duration.ofHours(2).plusMinutes(1));

    post(path(webhook) + "/deliveries/" + id + "/redeliver", "");

    assertThat(receiver.next().id()).isEqualTo(id);
  }

  @Test
  void what_waits_goes_to_the_new_address() {
    Webhook webhook = created(receiver.url()).webhook();
    receiver.answerNext(500);
    submit(spec(readyDataset()));
    grantTo("node-a");
    String id = receiver.next().id();
    Await.until(() -> delivery(webhook, id), d -> d.lastHttpStatus().isPresent());
    change(
        webhook, new WebhookChange(Optional.of(other.url()), Optional.empty(), Optional.empty()));
    clock.advance(Duration.ofSeconds(6));
    assertThat(other.next().id()).isEqualTo(id);
    awaitNothingPending();
    assertThat(tries(webhook, id))
        .extracting(WebhookTry::url)
        .containsExactly(receiver.url(), other.url());
  }
}
