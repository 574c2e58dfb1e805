package io.baton.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.api.platform.WebhookReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
  void tls_does_not_get_around_the_guard() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listener.setSoTimeout(1);
      TryResult result =
          guarded.send(request(URI.create("https://localhost:" + listener.getLocalPort())));
      assertThat(result.problem().orElseThrow()).contains("not a public one");
      assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void a_proxy_does_not_get_around_the_guard() throws IOException {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        WebhookReceiver receiver = new WebhookReceiver()) {
      proxy.setSoTimeout(1);
      System.setProperty("socksProxyHost", "127.0.0.1");
      System.setProperty("socksProxyPort", Integer.toString(proxy.getLocalPort()));
      try {
        WebhookHttp open = new WebhookHttp(Duration.ofSeconds(15), address -> true);
        assertThat(open.send(request(receiver.url())).success()).isTrue();
      } finally {
        System.clearProperty("socksProxyHost");
        System.clearProperty("socksProxyPort");
      }
      assertThatThrownBy(proxy::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void a_receiver_that_drips_its_answer_is_given_up_in_time() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread drip = new Thread(() -> dripOn(listener));
      drip.start();
      WebhookHttp open = new WebhookHttp(Duration.ofMillis(300), address -> true);
      URI url = URI.create("http://127.0.0.1:" + listener.getLocalPort());
      assertThat(open.send(request(url)).problem().orElseThrow()).startsWith("no answer within");
      listener.close();
      drip.join();
    }
  }

  /** Writes a header that never ends, until the other side has had enough. */
  private static void dripOn(ServerSocket listener) {
    try (Socket socket = listener.accept()) {
      socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        socket.getOutputStream().write('x');
        socket.getOutputStream().flush();
        Thread.sleep(5);
      }
    } catch (IOException | InterruptedException gone) {
      return;
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
