package io.baton.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.WebhookReceiver;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedConnectionTest {
  private final WebhookHttp guarded =
      new WebhookHttp(Duration.ofSeconds(15), AddressPolicy::isPublic);

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433"})
  void a_receiver_on_this_machine_is_never_connected_to(String host) {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      URI url = URI.create("http://" + host + ":" + receiver.url().getPort() + "/hook");
      TryResult result = guarded.send(request(url));
      assertThat(result.success()).isFalse();
      assertThat(result.problem().orElseThrow()).contains("not a public one");
      assertThat(receiver.waiting()).isZero();
    }
  }

  @Test
  void the_same_receiver_is_reached_where_private_addresses_are_allowed() {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      WebhookHttp open = new WebhookHttp(Duration.ofSeconds(15), address -> true);
      assertThat(open.send(request(receiver.url())).success()).isTrue();
      assertThat(receiver.next().timestamp()).isEqualTo("0");
    }
  }

  private static WebhookHttp.Signed request(URI url) {
    return new WebhookHttp.Signed(url, "evt_1", Instant.EPOCH, "v1,none", "{}");
  }
}
