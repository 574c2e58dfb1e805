package io.baton.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The worked example that the specification of Standard Webhooks gives. */
class ReceivedWebhookTest {
  private static final byte[] KEY = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final String TIMESTAMP = "1614265330";
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final Instant SENT = Instant.ofEpochSecond(1614265330);

  @Test
  void the_signature_of_the_specification_is_verified() {
    assertThat(received(ID, BODY, SIGNATURE, SENT).verified()).isTrue();
    assertThat(received(ID, BODY, "v1,AAAA " + SIGNATURE, SENT).verified()).isTrue();
  }

  @Test
  void whatever_was_changed_on_the_way_is_noticed() {
    assertThat(received(ID, BODY + " ", SIGNATURE, SENT).verified()).isFalse();
    assertThat(received("msg_other", BODY, SIGNATURE, SENT).verified()).isFalse();
    assertThat(received(ID, BODY, "v1,AAAA", SENT).verified()).isFalse();
    assertThat(received(ID, BODY, "", SENT).verified()).isFalse();
  }

  @Test
  void an_old_message_is_not_taken_again() {
    assertThat(received(ID, BODY, SIGNATURE, SENT.plusSeconds(301)).verified()).isFalse();
  }

  private static ReceivedWebhook received(String id, String body, String signature, Instant now) {
    Map<String, String> headers =
        Map.of("webhook-id", id, "webhook-timestamp", TIMESTAMP, "webhook-signature", signature);
    return ReceivedWebhook.of(headers::get, body.getBytes(StandardCharsets.UTF_8), KEY, now);
  }
}
