package io.baton.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.baton.cli.CommandFailedException;
import io.baton.protocol.webhook.WebhookTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A server of webhooks on loopback, as a user of Baton would write it. */
final class WebhookReceiver implements AutoCloseable {
  private final HttpServer server;
  private final WebhookTarget target;
  private final List<ReceivedWebhook> received = new ArrayList<>();

  private WebhookReceiver(HttpServer server, WebhookTarget target) {
    this.server = server;
    this.target = target;
  }

  static WebhookReceiver start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      WebhookTarget target =
          new WebhookTarget(
              URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks"),
              "whsec_" + Base64.getEncoder().encodeToString(key));
      WebhookReceiver receiver = new WebhookReceiver(server, target);
      server.createContext("/webhooks", receiver::receive);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new CommandFailedException(
          "The receiver of webhooks cannot listen on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    ReceivedWebhook webhook =
        ReceivedWebhook.of(
            exchange.getRequestHeaders()::getFirst, body, target.key(), Instant.now());
    synchronized (received) {
      received.add(webhook);
      received.notifyAll();
    }
    // 401 as a careful receiver answers what nobody signed.
    exchange.sendResponseHeaders(webhook.verified() ? 204 : 401, -1);
    exchange.close();
  }

  /** Where to send, and the secret that signs. */
  WebhookTarget target() {
    return target;
  }

  /** In the order of their arrival. */
  List<ReceivedWebhook> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /** Waits until one has come, or the time is over. */
  void await(Predicate<ReceivedWebhook> wanted, long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (received) {
      while (received.stream().noneMatch(wanted)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        try {
          received.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
