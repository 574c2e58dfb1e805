package io.baton.api.webhook;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.WebhookReceiver.Received;
import io.baton.protocol.webhook.SecretRotation;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.WebhookCreation;
import io.baton.protocol.webhook.WebhookWithSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Secrets that sign, and their rotation. */
@QuarkusTest
class WebhookSecretTest extends OwnersWebhooks {
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
}
