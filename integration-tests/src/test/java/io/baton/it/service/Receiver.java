package io.baton.it.service;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.baton.protocol.client.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A user's server that takes webhooks. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private Receiver(HttpServer server) {
    this.server = server;
  }

  public static Receiver start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Receiver receiver = new Receiver(server);
    server.createContext("/", receiver::take);
    server.setExecutor(receiver.threads);
    server.start();
    return receiver;
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
  }

  /** From now on requests come in and are not answered. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void letGo() {
    gate.countDown();
  }

  private void take(HttpExchange exchange) throws IOException {
    CountDownLatch held = gate;
    JsonNode body = Json.mapper().readTree(exchange.getRequestBody());
    arrivals.add(
        new Arrival(
            exchange.getRequestURI().getPath().substring(1),
            exchange.getRequestHeaders().getFirst("webhook-id"),
            body.path("type").asText(),
            body.path("data").path("job").asText()));
    try {
      held.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  /** Everything that came in, also what came again. */
  List<Arrival> arrivals() {
    return arrivals;
  }

  /** The types that came to a path of a job, each event where it came first. */
  public List<String> firstArrivals(String path, String job) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Arrival arrival : arrivals) {
      if (arrival.path.equals(path) && arrival.job.equals(job)) {
        types.putIfAbsent(arrival.id, arrival.type);
      }
    }
    return List.copyOf(types.values());
  }

  void awaitLast(String path, String job, String type) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> firstArrivals(path, job).contains(type));
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
    threads.shutdownNow();
  }

  /** A request that came in. */
  record Arrival(String path, String id, String type, String job) {}
}
