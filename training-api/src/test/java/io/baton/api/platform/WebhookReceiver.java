package io.baton.api.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A user's server that takes webhooks. */
public final class WebhookReceiver implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore let = new Semaphore(0);
  private volatile boolean holding;

  public WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  /** What to answer next; 200 when nothing is left. */
  public void answerNext(int... statuses) {
    for (int status : statuses) {
      answers.add(new Answer(status, Optional.empty()));
    }
  }

  /** What to answer next, and when to come again. */
  public void answerNext(int status, String retryAfter) {
    answers.add(new Answer(status, Optional.of(retryAfter)));
  }

  /** From now on nothing is answered until it is let go. */
  public void hold() {
    holding = true;
  }

  /** Answers everything from now on. */
  public void letGo() {
    holding = false;
    let.release(Integer.MAX_VALUE / 2);
  }

  /** Waits for the next request. */
  public Received next() {
    try {
      Received next = received.poll(30, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no webhook came");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public int waiting() {
    return received.size();
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Answer answer = Optional.ofNullable(answers.poll()).orElse(new Answer(200, Optional.empty()));
    Received request =
        new Received(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("webhook-id"),
            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            body);
    if (holding) {
      received.add(request);
      let.acquireUninterruptibly();
      answer(exchange, answer);
    } else {
      answer(exchange, answer);
      received.add(request);
    }
  }

  private void answer(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
    answer.retryAfter().ifPresent(when -> exchange.getResponseHeaders().add("Retry-After", when));
    exchange.sendResponseHeaders(answer.status(), -1);
    exchange.close();
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
    threads.shutdownNow();
  }

  /** One request. */
  public record Received(String path, String id, String timestamp, String signature, String body) {}

  private record Answer(int status, Optional<String> retryAfter) {}
}
