package io.baton.node.notice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A metadata service on this machine, which answers as a test has it. */
final class MetadataServer implements AutoCloseable {
  /** How it answers. */
  interface Behaviour {
    void answer(HttpExchange exchange, String body) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  MetadataServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  Metadata metadata() {
    return new Metadata(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  Metadata metadata(Duration patience) {
    return new Metadata(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), patience);
  }

  /** How a path answers from now on; a path that is not set answers 404. */
  void at(String path, Behaviour behaviour) {
    behaviours.put(path, behaviour);
  }

  void gone(String path) {
    behaviours.remove(path);
  }

  static Behaviour text(int status, String body) {
    return (exchange, request) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Sends half of an answer and no more until the server is closed. */
  Behaviour hanging() {
    return (exchange, request) -> {
      exchange.sendResponseHeaders(200, 100);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      awaitClosing();
    };
  }

  /** Waits until the server is closed. */
  void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Behaviour endless() {
    return (exchange, request) -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] block = new byte[1 << 14];
      while (true) {
        exchange.getResponseBody().write(block);
      }
    };
  }

  /** Method, path with query, and body of each. */
  List<String> requests() {
    return requests;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      URI uri = exchange.getRequestURI();
      requests.add((exchange.getRequestMethod() + " " + uri + " " + body).strip());
      behaviours
          .getOrDefault(uri.getPath(), text(404, "<html>Not Found</html>"))
          .answer(exchange, body);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
