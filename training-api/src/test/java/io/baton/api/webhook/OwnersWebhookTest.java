package io.baton.api.webhook;

import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.json;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.api.access.OwnerScope;
import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.WebhookReceiver;
import io.baton.api.platform.WebhookReceiver.Received;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.Job;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.Redelivery;
import io.baton.protocol.webhook.SecretRotation;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookCreation;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookDeliveryPage;
import io.baton.protocol.webhook.WebhookPage;
import io.baton.protocol.webhook.WebhookTarget;
import io.baton.protocol.webhook.WebhookTry;
import io.baton.protocol.webhook.WebhookWithSecret;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Webhooks that hear of all jobs of their owner. */
@QuarkusTest
class OwnersWebhookTest extends PlatformTest {
  private static final URI ELSEWHERE = URI.create("https://example.org/hook");

  @Inject Webhooks webhooks;
  @Inject DeliveryLog log;
  @Inject LogRetention retention;

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final WebhookReceiver other = new WebhookReceiver();

  @AfterEach
  void stopReceivers() {
    receiver.close();
    other.close();
  }

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
  void a_secret_is_shown_once_and_signs() {
    Response answer = post("/v1/webhooks", "{\"url\":\"" + receiver.url() + "\"}");
    WebhookWithSecret made = read(answer, 201, WebhookWithSecret.class);
    assertThat(made.secret().key()).hasSize(32);
    assertThat(get("/v1/webhooks").asString()).doesNotContain("whsec_", "secret\"");
    assertThat(get(path(made.webhook())).asString()).doesNotContain("whsec_", "secret\"");

    SigningSecret own = SigningSecret.draw();
    WebhookWithSecret given =
        read(
            post("/v1/webhooks", new WebhookCreation(other.url(), Optional.of(own), List.of())),
            201,
            WebhookWithSecret.class);
    assertThat(given.secret()).isEqualTo(own);
    test(given.webhook());
    Received received = other.next();
    assertThat(received.signature()).isEqualTo(signature(own, received));
  }

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
  void both_secrets_sign_until_the_overlap_ends() {
    WebhookWithSecret made = created(receiver.url());
    WebhookWithSecret rotated =
        read(
            post(
                path(made.webhook()) + "/rotate-secret",
                new SecretRotation(Optional.empty(), 3600)),
            200,
            WebhookWithSecret.class);
    assertThat(rotated.webhook().previousSecretUntil()).isPresent();
    test(made.webhook());
    Received both = receiver.next();
    assertThat(both.signature().split(" "))
        .containsExactly(signature(rotated.secret(), both), signature(made.secret(), both));
    awaitNothingPending();

    clock.advance(Duration.ofHours(2));
    assertThat(webhook(made.webhook()).previousSecretUntil()).isEmpty();
    test(made.webhook());
    Received one = receiver.next();
    assertThat(one.signature()).isEqualTo(signature(rotated.secret(), one));
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

  private static void sentence(Response answer, int status, String reason) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.path("detail").toString()).contains(reason);
  }

  private static WebhookWithSecret created(URI url, EventType... types) {
    return read(
        post("/v1/webhooks", new WebhookCreation(url, Optional.empty(), List.of(types))),
        201,
        WebhookWithSecret.class);
  }

  private static String path(Webhook webhook) {
    return "/v1/webhooks/" + webhook.id();
  }

  private static Webhook webhook(Webhook webhook) {
    return read(get(path(webhook)), 200, Webhook.class);
  }

  private static Response patch(Webhook webhook, String body) {
    return given().contentType("application/json").body(body).patch(path(webhook));
  }

  private static void change(Webhook webhook, WebhookChange change) {
    read(patch(webhook, json(change)), 200, Webhook.class);
  }

  private static WebhookDelivery test(Webhook webhook) {
    return read(post(path(webhook) + "/test", ""), 202, WebhookDelivery.class);
  }

  private static WebhookDeliveryPage page(Webhook webhook, String query) {
    return read(get(path(webhook) + "/deliveries" + query), 200, WebhookDeliveryPage.class);
  }

  private static List<WebhookDelivery> deliveries(Webhook webhook) {
    return page(webhook, "").deliveries();
  }

  private static WebhookDelivery delivery(Webhook webhook, String id) {
    return read(get(path(webhook) + "/deliveries/" + id), 200, WebhookDelivery.class);
  }

  private static List<WebhookTry> tries(Webhook webhook, String id) {
    return List.of(
        read(get(path(webhook) + "/deliveries/" + id + "/tries"), 200, WebhookTry[].class));
  }

  private static List<String> types(WebhookReceiver receiver, int count) {
    return Stream.generate(receiver::next)
        .limit(count)
        .map(received -> received.body().replaceAll("(?s)^\\{\"type\":\"([^\"]+)\".*", "$1"))
        .toList();
  }

  private static String signature(SigningSecret secret, Received received) {
    return Signature.of(
        secret.key(),
        received.id(),
        Instant.ofEpochSecond(Long.parseLong(received.timestamp())),
        received.body());
  }

  private void awaitAllRelayed() {
    awaitCount("select count(*) from event where relayed_at is null", left -> left == 0);
  }

  private void awaitNothingPending() {
    awaitAllRelayed();
    awaitCount("select count(*) from webhook_delivery where status = 'pending'", left -> left == 0);
  }

  private void awaitCount(String query, Predicate<Long> condition) {
    Await.until(() -> tables.count(query), condition);
  }
}
