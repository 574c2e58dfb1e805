package io.baton.sync.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sync.SyncException;
import io.baton.sync.retry.Deadline;
import io.baton.sync.webhook.Webhooks.Undelivered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhooksTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private TestReceiver receiver;

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = new TestReceiver();
  }

  @AfterEach
  void stopReceiver() {
    receiver.close();
  }

  private Webhooks webhooks() {
    return Webhooks.start(
        WebhookTarget.of(
            receiver.url().toString(), WebhookSecret.of("the test", TestReceiver.SECRET)),
        Clock.systemUTC());
  }

  private static WebhookEvent event(int number) {
    return new WebhookEvent("evt_" + number, "run.checkpoint", NOON, Map.of("step", number));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  @Test
  void events_arrive_in_order_signed_and_with_the_form_of_the_apis() throws Exception {
    Webhooks webhooks = webhooks();
    for (int i = 1; i <= 5; i++) {
      webhooks.send(event(i));
    }

    assertThat(webhooks.finish(soon())).isEmpty();
    assertThat(receiver.delivered()).containsExactly("evt_1", "evt_2", "evt_3", "evt_4", "evt_5");
    assertThat(receiver.requests()).allMatch(TestReceiver.Request::verifies);
    assertThat(receiver.requests().get(2).body().toString())
        .isEqualTo(
            "{\"type\":\"run.checkpoint\",\"timestamp\":\"2026-01-01T12:00:00Z\","
                + "\"data\":{\"step\":3}}");
  }

  @Test
  void what_fails_is_tried_again_under_its_id_before_what_comes_after() throws Exception {
    receiver.answerNext(302);
    Webhooks webhooks = webhooks();
    webhooks.send(event(1));
    webhooks.send(event(2));

    assertThat(webhooks.finish(soon())).isEmpty();
    assertThat(receiver.requests())
        .extracting(TestReceiver.Request::id)
        .containsExactly("evt_1", "evt_1", "evt_2");
  }

  @Test
  void what_is_not_delivered_when_the_time_is_over_is_told_with_the_reason() throws Exception {
    receiver.answerAlways(503);
    Webhooks webhooks = webhooks();
    webhooks.send(event(1));
    webhooks.send(event(2));
    receiver.awaitRequests(1);

    Undelivered rest = webhooks.finish(Deadline.after(Duration.ofMillis(300))).orElseThrow();
    assertThat(rest.events()).extracting(WebhookEvent::id).containsExactly("evt_1", "evt_2");
    assertThat(rest.why()).isEqualTo("it answers HTTP 503");
  }

  @Test
  void receiver_that_is_gone_gets_nothing_more() throws Exception {
    receiver.answerNext(410);
    Webhooks webhooks = webhooks();
    webhooks.send(event(1));
    webhooks.send(event(2));

    Undelivered rest = webhooks.finish(soon()).orElseThrow();
    assertThat(rest.events()).hasSize(2);
    assertThat(rest.why()).contains("410");
    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void sending_never_waits_for_the_receiver() throws Exception {
    receiver.close();
    Webhooks webhooks = webhooks();
    for (int i = 0; i < 1000; i++) {
      webhooks.send(event(i));
    }

    Undelivered rest = webhooks.finish(Deadline.after(Duration.ofMillis(1))).orElseThrow();
    assertThat(rest.events()).hasSize(1000);
  }

  @Test
  void signature_is_that_of_the_example_in_the_documentation() throws IOException {
    String page = Files.readString(Path.of("../docs/webhooks.md"));
    String request = found(page, "```http\n(.*?)```");

    assertThat(
            WebhookSignature.of(
                WebhookSecret.of("the page", found(page, "(whsec_[A-Za-z0-9+/=]+)`; a test")),
                found(request, "webhook-id: (\\S+)"),
                Long.parseLong(found(request, "webhook-timestamp: (\\S+)")),
                found(request, "\n\n(\\{.*\\})").getBytes()))
        .isEqualTo(found(request, "webhook-signature: (\\S+)"));
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, , 1000, 1100",
    "2, , 2000, 2200",
    "9, , 256000, 281600",
    "30, , 300000, 330000",
    "1, 7, 7000, 7000",
    "9, 7, 256000, 281600",
    "1, 999999, 3600000, 3600000",
    "1, 'Thu, 01 Jan 2026 12:00:10 GMT', 10000, 10000",
    "1, nonsense, 1000, 1100",
  })
  void waits_double_and_follow_the_receiver(int failures, String asked, long least, long most) {
    Duration wait =
        WebhookWaits.next(failures, Optional.ofNullable(asked), NOON, new Random(failures));
    assertThat(wait.toMillis()).isBetween(least, most);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%"})
  void secret_that_is_none_is_refused_and_never_shown(String text) {
    assertThatThrownBy(() -> WebhookSecret.of("The file s", text))
        .isInstanceOf(SyncException.class)
        .hasMessageStartingWith("The file s holds no webhook secret")
        .hasMessageNotContaining("c2hvcnQ");
    assertThat(WebhookSecret.of("x", TestReceiver.SECRET).toString()).isEqualTo("WebhookSecret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.org", "ftp://example.org", "http://", "http://a:b@c/", ":"})
  void address_that_is_none_is_refused(String address) {
    WebhookSecret secret = WebhookSecret.of("x", TestReceiver.SECRET);
    assertThatThrownBy(() -> WebhookTarget.of(address, secret))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("--webhook must be an address");
  }
}
