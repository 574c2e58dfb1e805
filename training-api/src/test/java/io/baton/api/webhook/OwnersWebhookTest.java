package io.baton.api.webhook;

import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.api.access.OwnerScope;
import io.baton.api.platform.WebhookReceiver;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.Job;
import io.baton.protocol.webhook.SecretRotation;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookCreation;
import io.baton.protocol.webhook.WebhookPage;
import io.baton.protocol.webhook.WebhookTarget;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Webhooks that hear of all jobs of their owner. */
@QuarkusTest
class OwnersWebhookTest extends OwnersWebhooks {
  private static final URI ELSEWHERE = URI.create("https://example.org/hook");
  @Inject Webhooks webhooks;
  @Inject DeliveryLog log;

  @Test
  void events_of_every_job_go_to_the_webhooks_that_want_them_and_to_the_jobs_own() {
    created(receiver.url());
    created(other.url(), EventType.COMPLETED, EventType.FAILED);
    DatasetId dataset = readyDataset();
    try (WebhookReceiver own = new WebhookReceiver()) {
      WebhookTarget target = new WebhookTarget(own.url(), SigningSecret.draw().text());
      Job job = submit(spec(dataset, 0, Budgets.DEFAULT, Optional.of(target)));
      Grant grant = grantTo("node-a");
      commit(grant, 10);
      complete(grant);

      assertThat(types(receiver, 3))
          .containsExactly("job.started", "job.checkpoint", "job.completed");
      assertThat(types(own, 3)).containsExactly("job.started", "job.checkpoint", "job.completed");
      assertThat(other.next().body()).contains("\"job.completed\"", job.id().value());
      awaitNothingPending();
      assertThat(other.waiting()).isZero();
    }
  }

  @Test
  void a_receiver_that_does_not_answer_holds_up_nobody_else() {
    created(receiver.url());
    DatasetId dataset = readyDataset();
    receiver.hold();
    for (int i = 0; i < 12; i++) {
      submit(spec(dataset));
      grantTo("node-" + i);
    }
    // As many at a time as one receiver gets, and no more.
    for (int i = 0; i < 8; i++) {
      receiver.next();
    }
    created(other.url());
    Job job = submit(spec(dataset));
    grantTo("node-x");
    assertThat(other.next().body()).contains(job.id().value());
    assertThat(receiver.waiting()).isZero();
    receiver.letGo();
    for (int i = 0; i < 5; i++) {
      receiver.next();
    }
    awaitNothingPending();
  }

  @Test
  void an_owner_hears_of_and_sees_nothing_of_others() {
    OwnerName alice = new OwnerName("alice");
    OwnerScope alices = OwnerScope.of(alice);
    Webhook hers =
        webhooks
            .create(alice, new WebhookCreation(other.url(), Optional.empty(), List.of()))
            .webhook();
    Webhook ours = created(receiver.url()).webhook();
    submit(spec(readyDataset()));
    grantTo("node-a");
    receiver.next();
    awaitNothingPending();
    assertThat(deliveries(hers)).isEmpty();
    assertThat(webhooks.page(alices, Optional.empty(), 10).webhooks())
        .extracting(Webhook::id)
        .containsExactly(hers.id());
    List<Runnable> calls =
        List.of(
            () -> webhooks.webhook(alices, ours.id()),
            () ->
                webhooks.change(
                    alices,
                    ours.id(),
                    new WebhookChange(Optional.empty(), Optional.empty(), Optional.of(false))),
            () -> webhooks.delete(alices, ours.id()),
            () -> webhooks.rotate(alices, ours.id(), new SecretRotation(Optional.empty(), 0)),
            () -> log.test(alices, ours.id()),
            () -> log.page(alices, ours.id(), Optional.empty(), Optional.empty(), 10),
            () -> log.redeliver(alices, ours.id(), "evt_1"),
            () -> log.redeliverSince(alices, ours.id(), Instant.EPOCH));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(ProblemException.class)
          .hasMessage("There is no webhook " + ours.id() + ".");
    }
    assertThat(webhook(ours)).isEqualTo(ours);
  }

  @Test
  void a_webhook_too_many_is_refused_until_one_is_deleted() {
    List<Webhook> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(created(ELSEWHERE).webhook());
    }
    Response refused = post("/v1/webhooks", "{\"url\":\"" + ELSEWHERE + "\"}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.asString()).contains("20 webhooks of operator").contains("delete one");
    WebhookPage first = read(get("/v1/webhooks?limit=15"), 200, WebhookPage.class);
    WebhookPage second =
        read(
            get("/v1/webhooks?limit=15&cursor=" + first.nextCursor().orElseThrow()),
            200,
            WebhookPage.class);
    assertThat(first.webhooks()).hasSize(15);
    assertThat(second.webhooks()).hasSize(5).contains(all.get(0));
    assertThat(given().delete(path(all.get(0))).statusCode()).isEqualTo(204);
    assertThat(get(path(all.get(0))).statusCode()).isEqualTo(404);
    created(ELSEWHERE);
  }

  @Test
  void bad_input_is_one_sentence() {
    Webhook webhook = created(ELSEWHERE).webhook();
    refused("{}", "'url' is missing");
    refused("{\"url\":\"not one\"}", "'url' must be an address such as https://example.org");
    refused("{\"url\":\"ftp://example.org\"}", "'url' must be an http or https address");
    refused("{\"url\":\"https://a:b@example.org\"}", "'url' must be an http or https address");
    refused("{\"url\":\"https://example.org:99999\"}", "'url' must have a port from 1 to 65535");
    refused("{\"url\":\"https://example.org/" + "a".repeat(2048) + "\"}", "2048 characters");
    refused("{\"url\":\"https://example.org\",\"secret\":\"abc\"}", "'whsec_' and the base64");
    refused(
        "{\"url\":\"https://example.org\",\"types\":[\"job.submitted\"]}",
        "'types' must be of those that webhooks carry: job.started");
    refused("{\"url\":\"https://example.org\",\"types\":[\"job.eaten\"]}", "types");
    sentence(patch(webhook, "{}"), 422, "'url' is missing, and so are 'types' and 'enabled'");
    sentence(
        post(path(webhook) + "/rotate-secret", "{\"overlapSeconds\":-1}"), 422, "overlapSeconds");
    sentence(patch(webhook, "{\"enabled\":\"no\"}"), 422, "'enabled' must be true or false");
    sentence(post(path(webhook) + "/redeliver", "{}"), 422, "'since' is missing");
    sentence(
        post(path(webhook) + "/redeliver", "{\"since\":\"yesterday\"}"),
        422,
        "'since' must be a time such as 2026-01-31T12:00:00Z");
    sentence(
        post(path(webhook) + "/redeliver", "{\"since\":\"+292277022-01-01T00:00:00Z\"}"),
        422,
        "'since' must be from");
    sentence(get(path(webhook) + "/deliveries?status=lost"), 422, "given-up");
    sentence(get(path(webhook) + "/deliveries?cursor=!"), 422, "nextCursor");
    sentence(get(path(webhook) + "/deliveries/evt_0%00"), 404, "no delivery");
    sentence(get(path(webhook) + "/deliveries/evt_1/tries"), 404, "no delivery evt_1");
    sentence(get("/v1/webhooks/none"), 404, "There is no webhook none");
  }

  private static void refused(String body, String reason) {
    sentence(post("/v1/webhooks", body), 422, reason);
  }
}
