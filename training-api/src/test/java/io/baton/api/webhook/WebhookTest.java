package io.baton.api.webhook;

import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.WebhookReceiver;
import io.baton.api.platform.WebhookReceiver.Received;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.Job;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookTarget;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookTest extends PlatformTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

  private final WebhookReceiver receiver = new WebhookReceiver();

  @AfterEach
  void stopReceiver() {
    receiver.close();
  }

  @Test
  void every_event_of_a_job_comes_once_in_order_and_verifies() throws Exception {
    Job job = submitted();
    Grant first = grantTo("node-a");
    commit(first, 10);
    release(first, 12);
    complete(grantTo("node-b"));

    List<String> types = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Received webhook = receiver.next();
      assertThat(verifies(webhook)).isTrue();
      JsonNode body = Json.mapper().readTree(webhook.body());
      types.add(body.path("type").textValue());
      assertThat(body.path("timestamp").textValue()).isNotBlank();
      assertThat(body.path("data").path("job").textValue()).isEqualTo(job.id().value());
      assertThat(webhook.id()).isEqualTo("evt_" + body.path("data").path("sequence").longValue());
    }
    assertThat(types)
        .containsExactly(
            "job.started", "job.checkpoint", "job.interrupted", "job.started", "job.completed");
    awaitDeliveries(job, all -> all.stream().allMatch(d -> d.status() == DeliveryStatus.DELIVERED));
    assertThat(receiver.waiting()).isZero();
  }

  /** Written from the specification, not from the code that signs. */
  private static boolean verifies(Received webhook) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    mac.update(webhook.id().getBytes(StandardCharsets.UTF_8));
    mac.update((byte) '.');
    mac.update(webhook.timestamp().getBytes(StandardCharsets.UTF_8));
    mac.update((byte) '.');
    String expected =
        "v1,"
            + Base64.getEncoder()
                .encodeToString(mac.doFinal(webhook.body().getBytes(StandardCharsets.UTF_8)));
    return List.of(webhook.signature().split(" ")).contains(expected);
  }

  @Test
  void a_failed_try_is_repeated_with_the_same_id_and_holds_later_events_back() throws Exception {
    receiver.answerNext(500);
    Job job = submitted();
    Grant grant = grantTo("node-a");
    Received refused = receiver.next();
    commit(grant, 10);
    WebhookDelivery waiting =
        awaitDeliveries(job, all -> all.size() == 2 && all.get(0).lastHttpStatus().isPresent())
            .get(0);
    assertThat(waiting.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(waiting.lastHttpStatus()).contains(500);
    assertThat(receiver.waiting()).isZero();

    clock.advance(Duration.ofSeconds(6));

    Received repeated = receiver.next();
    assertThat(repeated.id()).isEqualTo(refused.id());
    assertThat(repeated.body()).isEqualTo(refused.body());
    assertThat(Long.parseLong(repeated.timestamp()))
        .isGreaterThan(Long.parseLong(refused.timestamp()));
    assertThat(verifies(repeated)).isTrue();
    assertThat(receiver.next().body()).contains("job.checkpoint");
    List<WebhookDelivery> log =
        awaitDeliveries(
            job, all -> all.stream().allMatch(d -> d.status() == DeliveryStatus.DELIVERED));
    assertThat(log).extracting(WebhookDelivery::tries).containsExactly(2, 1);
  }

  @Test
  void a_redirect_is_a_failure_and_is_not_followed() {
    receiver.answerNext(302);
    Job job = submitted();
    grantTo("node-a");
    assertThat(receiver.next().path()).isEqualTo("/hook");
    WebhookDelivery delivery =
        awaitDeliveries(job, all -> all.size() == 1 && all.get(0).lastHttpStatus().isPresent())
            .get(0);
    assertThat(delivery.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(delivery.lastProblem().orElseThrow()).contains("redirects are not followed");
    assertThat(receiver.waiting()).isZero();
  }

  @Test
  void gone_gives_up_what_waits_and_nothing_more_is_sent() {
    receiver.answerNext(500, 410);
    Job job = submitted();
    Grant grant = grantTo("node-a");
    receiver.next();
    commit(grant, 10);
    awaitDeliveries(job, all -> all.size() == 2 && all.get(0).lastHttpStatus().isPresent());
    clock.advance(Duration.ofSeconds(6));
    receiver.next();
    awaitDeliveries(
        job, all -> all.stream().allMatch(each -> each.status() == DeliveryStatus.GIVEN_UP));
    complete(grant);
    awaitPlanned();
    assertThat(deliveries(job)).hasSize(2);
    assertThat(receiver.waiting()).isZero();
  }

  private void awaitPlanned() {
    Await.until(
        () -> tables.count("select count(*) from event where relayed_at is null"),
        left -> left == 0);
  }

  @Test
  void a_receiver_that_is_not_there_is_tried_again_until_the_schedule_ends() {
    receiver.close();
    Job job = submitted();
    grantTo("node-a");
    for (int tries = 1; tries <= RetrySchedule.WAITS.size(); tries++) {
      int done = tries;
      awaitDeliveries(
          job,
          all ->
              all.size() == 1
                  && all.get(0).tries() == done
                  && all.get(0).lastProblem().isPresent()
                  && finished(job));
      clock.advance(Duration.ofHours(27));
    }
    WebhookDelivery given =
        awaitDeliveries(job, all -> all.get(0).status() == DeliveryStatus.GIVEN_UP).get(0);
    assertThat(given.tries()).isEqualTo(10);
    assertThat(given.nextTryAt()).isEmpty();
  }

  private boolean finished(Job job) {
    return tables.count(
            "select count(*) from webhook_delivery where sending_until is not null and job_id = '"
                + job.id()
                + "'")
        == 0;
  }

  @Test
  void an_event_that_was_committed_and_never_sent_is_sent_by_whoever_lives() {
    Job job = submitted();
    grantTo("node-a");
    Received sent = receiver.next();
    awaitDeliveries(job, all -> all.get(0).status() == DeliveryStatus.DELIVERED);

    // As a service leaves it that was killed between the commit and the relay.
    tables.execute(
        "delete from webhook_delivery; update event set relayed_at = null, planned_at = null");

    assertThat(receiver.next().id()).isEqualTo(sent.id());
  }

  @Test
  void a_delivery_whose_sender_died_is_sent_again() {
    Job job = submitted();
    grantTo("node-a");
    Received sent = receiver.next();
    awaitDeliveries(job, all -> all.get(0).status() == DeliveryStatus.DELIVERED);

    // As a sender leaves it that was killed while it sent.
    tables.execute(
        "update webhook_delivery set status = 'pending', ended_at = null,"
            + " next_try_at = baton_now(), sending_until = baton_now() + interval '30 seconds'");
    clock.advance(Duration.ofSeconds(31));

    assertThat(receiver.next().id()).isEqualTo(sent.id());
  }

  @Test
  void a_job_without_webhook_has_no_deliveries_and_its_secret_is_never_shown() {
    Job silent = submit(spec(readyDataset()));
    assertThat(deliveries(silent)).isEmpty();
    Job job = submitted();
    assertThat(get("/v1/jobs/" + job.id()).asString())
        .doesNotContain("whsec_")
        .contains(receiver.url().toString());
  }

  private Job submitted() {
    return submit(
        spec(
            readyDataset(),
            0,
            Budgets.DEFAULT,
            Optional.of(new WebhookTarget(receiver.url(), SECRET))));
  }

  private static List<WebhookDelivery> deliveries(Job job) {
    return List.of(
        read(get("/v1/jobs/" + job.id() + "/webhook-deliveries"), 200, WebhookDelivery[].class));
  }

  private static List<WebhookDelivery> awaitDeliveries(
      Job job, Predicate<List<WebhookDelivery>> condition) {
    return Await.until(() -> deliveries(job), condition);
  }
}
